"""Old addresses: 301 to where the page is now, kept in memory like any page, and only to what readers may see."""

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Generation, Redirect, Status, Topic
from articles.views.remembered.middleware import store
from articles.workflow import WorkflowError
from articles.workflow.redirects import add_redirect, moved
from tests import factories


def _leads_to(client, address):
    response = client.get(address)
    return response["Location"] if response.status_code == 301 else response.status_code


def test_old_address_leads_to_the_new_one(client, django_assert_num_queries):
    article = factories.article()
    add_redirect("/news/123.html", article.get_absolute_url())

    with django_assert_num_queries(2):  # the redirect, whether readers may see the story
        assert _leads_to(client, "/news/123.html") == article.get_absolute_url()
    assert _leads_to(client, "/news/123.html?from=timeline&page=3") == f"{article.get_absolute_url()}?page=3"
    assert _leads_to(client, "/news/124.html") == 404


@pytest.mark.parametrize("status", [status for status in Status if status != Status.PUBLISHED])
def test_redirect_tells_nothing_of_a_hidden_story(client, status):
    hidden = factories.article(status=status)
    add_redirect("/news/123.html", hidden.get_absolute_url())

    assert _leads_to(client, "/news/123.html") == 404


@pytest.mark.parametrize("target", ["/nowhere/", "/articles/99999/", "/tags/none/", "/paper/2020-01-01/", "/media/x"])
def test_redirect_to_nothing_is_not_followed(client, target):
    Redirect.objects.create(old="/old/", new=target)

    assert _leads_to(client, "/old/") == 404


def test_chain_is_collapsed_whichever_end_grows(client):
    stories = [factories.article().get_absolute_url() for _ in range(2)]
    add_redirect("/b/", "/c/")
    add_redirect("/a/", "/b/")
    assert Redirect.objects.get(old="/a/").new == "/c/"

    add_redirect("/c/", stories[0])

    assert {row.new for row in Redirect.objects.all()} == {stories[0]}
    assert [_leads_to(client, old) for old in ("/a/", "/b/", "/c/")] == [stories[0]] * 3


def test_loop_is_refused_and_nothing_is_written():
    add_redirect("/a/", "/b/")

    with pytest.raises(WorkflowError, match="又转回"):
        add_redirect("/b/", "/a/")
    assert list(Redirect.objects.values_list("old", "new")) == [("/a/", "/b/")]


@pytest.mark.parametrize(("old", "new"), [("/desk/x/", "/"), ("/a/", "/admin/"), ("/a/?x=1", "/"), ("/a/", "/b/#c")])
def test_staff_pages_and_queries_take_no_redirect(old, new):
    with pytest.raises(WorkflowError):
        add_redirect(old, new)


def test_existing_page_is_never_redirected(client):
    column = factories.column()
    Redirect.objects.create(old=column.get_absolute_url(), new="/photos/")

    assert client.get(column.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("model", ["district", "column", "tag", "reporter"])
def test_changed_slug_leaves_the_old_address_leading_on(client_as, client, model):
    article = factories.article(
        tags=["水利"], column=factories.column("城事"), districts=[factories.district("清泉区")],
        bylines=[factories.reporter("甲某")],
    )  # fmt: skip
    row = {"district": article.districts.get(), "column": article.column, "tag": article.tags.get(),
           "reporter": article.bylines.get().reporter}[model]  # fmt: skip
    before, chief = row.get_absolute_url(), client_as("管理员")
    form = chief.get(f"/admin/articles/{model}/{row.pk}/change/").context["adminform"].form
    data = {name: "" if value is None else value for name, value in form.initial.items() if name in form.fields}

    response = chief.post(f"/admin/articles/{model}/{row.pk}/change/", {**data, "aliases": "", "slug": "xin-ming"})
    row.refresh_from_db()

    assert response.status_code == 302, response.context["errors"]
    assert row.slug == "xin-ming"
    assert _leads_to(client, before) == row.get_absolute_url()
    if model in ("district", "column"):
        old_slug = before.rstrip("/").rpartition("/")[2]
        assert _leads_to(client, f"/feeds/{model}s/{old_slug}/rss.xml") == f"/feeds/{model}s/xin-ming/rss.xml"


def test_topic_that_took_another_name_leads_on_while_it_is_public(client):
    topic = Topic.objects.create(title="老井", publish_at=timezone.now())
    old, topic.slug = topic.slug, "neu"
    topic.save()
    moved(topic, old)

    assert _leads_to(client, f"/topics/{old}/") == "/topics/neu/"
    Topic.objects.update(publish_at=None)
    assert _leads_to(client, f"/topics/{old}/") == 404


def test_slug_that_goes_back_leads_the_other_way(client):
    tag = factories.article(tags=["水利"]).tags.get()
    first = tag.slug
    for slug in ("zwei", first):
        old, tag.slug = tag.slug, slug
        tag.save()
        moved(tag, old)

    assert _leads_to(client, "/tags/zwei/") == f"/tags/{first}/"
    assert client.get(f"/tags/{first}/").status_code == 200
    assert not Redirect.objects.filter(old=f"/tags/{first}/").exists()


def test_redirect_is_remembered_and_forgotten_when_it_changes(transactional_db, settings, django_assert_num_queries):
    settings.REMEMBER_MEGABYTES = 8
    Generation.objects.get_or_create(pk=1)  # a test before this one may have emptied every table
    store.clear()
    client, stories = Client(), [factories.article() for _ in range(2)]
    add_redirect("/old/", stories[0].get_absolute_url())
    assert _leads_to(client, "/old/") == stories[0].get_absolute_url()

    with django_assert_num_queries(1):  # what is public now
        assert _leads_to(client, "/old/") == stories[0].get_absolute_url()
    add_redirect("/old/", stories[1].get_absolute_url())
    assert _leads_to(client, "/old/") == stories[1].get_absolute_url()
    Redirect.objects.all().delete()
    assert _leads_to(client, "/old/") == 404
    store.clear()


def test_admin_collapses_and_refuses(client_as):
    chief = client_as("总编辑")

    def add(old, new):
        return chief.post("/admin/articles/redirect/add/", {"old": old, "new": new})

    assert add("/a/", "/b/").status_code == 302
    assert add("/b/", "/photos/").status_code == 302
    assert Redirect.objects.get(old="/a/").new == "/photos/"
    assert "又转回" in add("/photos/", "/a/").content.decode()
    assert "都从/写起" in add("https://evil.example/", "/photos/").content.decode()
    assert "都从/写起" in add("/c/", "//evil.example/").content.decode()
