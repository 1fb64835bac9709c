"""What people type is shown as it is: lists, forms and frames of the admin are text that functions of ours write."""

import pytest

from articles.models import Tag
from tests import factories

WORDS = "<script>x()</script>\"'&amp;"
SEEN = "&lt;script&gt;x()&lt;/script&gt;"


@pytest.fixture
def hostile(roles):
    """A story of which every word is."""
    column, district, person = factories.column(WORDS), factories.district(WORDS), factories.reporter(WORDS)
    story = factories.article(WORDS, kicker=WORDS, subheadline=WORDS, summary=WORDS, column=column)
    story.districts.add(district)
    story.tags.add(Tag.objects.create(name=WORDS))
    story.bylines.create(reporter=person, name=WORDS, organisation=WORDS[:20], role="记者", order=1)
    story.uses.create(photo=factories.photo(caption=WORDS, credit_line=WORDS), caption=WORDS, order=1)
    return story


def pages(story):
    yield "/admin/"
    for kind, key in (("article", story.pk), ("column", story.column_id), ("district", story.districts.get().pk),
                      ("tag", story.tags.get().pk), ("reporter", story.bylines.get().reporter_id),
                      ("photo", story.uses.get().photo_id)):  # fmt: skip
        yield f"/admin/articles/{kind}/"
        yield f"/admin/articles/{kind}/{key}/change/"
        yield f"/admin/articles/{kind}/{key}/delete/"


@pytest.mark.parametrize("role", ["总编辑", "责任编辑", "管理员"])
def test_hostile_words_stay_words(client, hostile, role):
    account = factories.user(role, first_name="<script>x()")
    client.force_login(account)
    shown = 0
    for address in [*pages(hostile), f"/admin/articles/article/?q={WORDS}", f"/admin/articles/tag/?q={WORDS}"]:
        html = client.get(address).content.decode()
        assert "<script>x()" not in html, address
        shown += SEEN in html
    assert shown >= 10
