"""Bad input in every field of every form: a sentence in the form, never a crash. The forms come from the registry."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import SiteSettings

from .forms import filled
from .test_access import TABLE, registered, rows  # noqa: F401

pytestmark = pytest.mark.django_db
RARE = "\ue000\U0010ffff𠮷\u202e\u0007"
BAD = ["a\0b", "长" * 6000, RARE, "-1", "99999999999999999999", "1e999", "NaN",
       "0001-01-01", "9999-99-99", "<script>x()</script>"]  # fmt: skip


KEPT = ("is_superuser", "is_active", "is_staff")


@pytest.fixture
def root(client, db):
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize("name", sorted(set(TABLE) - {"rendition"}))
@pytest.mark.parametrize("page", ["add", "change"])
def test_no_value_in_no_field_crashes(root, rows, name, page):  # noqa: F811
    model = registered()[name]
    prefix = f"admin:{model._meta.app_label}_{name}"
    address = reverse(f"{prefix}_{page}", args=[] if page == "add" else [rows[name].pk])
    make_room(name, page)
    data = filled(root, address)
    fields = [field for field in data if "FORMS" not in field and field not in KEPT]
    for value in BAD:
        assert root.post(address, data | dict.fromkeys(fields, value)).status_code in (200, 302, 409), repr(value[:20])
        make_room(name, page)
    data = filled(root, address)
    for field in fields:
        response = root.post(address, data | {field: RARE})
        assert response.status_code in (200, 302, 409), f"{field}: {response.status_code}"
        if response.status_code == 302:  # taken: the row, or the number of rows, is another now
            make_room(name, page)
            data = filled(root, address)


def make_room(name, page):
    if (name, page) == ("sitesettings", "add"):
        SiteSettings.objects.all().delete()


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.parametrize(
    "query", ["q=%00", "q=𠮷", "o=1.2.3", "p=-5", "_popup=1&_to_field=%00", "_to_field=x", "nonsense=%00"]
)
def test_no_query_of_a_list_crashes(root, rows, name, query):  # noqa: F811
    model = registered()[name]
    answer = root.get(reverse(f"admin:{model._meta.app_label}_{name}_changelist") + f"?{query}")

    assert answer.status_code in (200, 302, 400)


def test_every_search_finds_something_without_a_crash(root, rows):  # noqa: F811
    searched = [(name, model) for name, model in registered().items() if admin.site._registry[model].search_fields]

    assert len(searched) > 10
    for name, model in searched:
        address = reverse(f"admin:{model._meta.app_label}_{name}_changelist")
        assert root.get(f"{address}?q=2026-11-22 x").status_code == 200, name
