"""The rules that the demo newspaper's files keep; a broken one is a `SourceError`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .records import DemoPaper, PhotoPlace, SourceError, StorySpec

DISTRICTS = (
    *("新城区", "回民区", "玉泉区", "赛罕区", "土默特左旗", "托克托县"),
    *("和林格尔县", "清水河县", "武川县", "呼和浩特经济技术开发区"),
)
KINDS = ("news", "feature", "comment", "photo", "interview", "essay", "service", "notice", "ad")
STATUSES = (
    *("draft", "first_review", "second_review", "final_review"),
    *("approved", "scheduled", "published", "withdrawn"),
)
AI_LABELS = ("", "text", "picture", "both")
PERSON_ROLES = ("记者", "首席记者", "实习记者", "特约记者", "通讯员", "摄影", "作者")
ACCOUNT_ROLES = ("通讯员", "记者", "摄影", "责任编辑", "部主任", "总编辑", "校对", "管理员")
# Edition -1 is tomorrow's, which is being made.
EDITIONS, PAGES, POSITIONS = range(-1, 3), range(1, 5), range(1, 10)

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_paper(paper: DemoPaper) -> None:
    """People, pictures, stories and their places on the pages, in this order."""
    _check_people(paper, "newspaper.toml")
    _check_photos(paper, "photos.toml")
    for story in paper.stories:
        _check_story(story, paper, f"stories/{story.slug}.txt")
    _check_places(paper)


def _check_in(value: object, known: Iterable[object], where: str, what: str) -> None:
    known = tuple(known)
    if value not in known:
        raise SourceError(where, value, f"{what} is one of {', '.join(map(str, known))}")


def _check_people(paper: DemoPaper, file: str) -> None:
    names = [person.name for person in paper.people]
    for number, person in enumerate(paper.people, start=1):
        _check_in(person.role, PERSON_ROLES, f"{file} {person.name}", "role")
        if person.portrait != f"portrait-{number:02d}":
            raise SourceError(file, person.portrait, f"the portrait of {person.name} is portrait-{number:02d}")
        if person.press_card and person.role not in ("记者", "首席记者", "摄影"):
            raise SourceError(file, person.press_card, f"a press card belongs to staff, not to {person.role}")
    for account in paper.accounts:
        _check_in(account.role, ACCOUNT_ROLES, f"{file} {account.username}", "role")
        if account.person:
            _check_in(account.person, names, f"{file} {account.username}", "person")
    slugs = [item.slug for items in (paper.people, paper.columns, paper.static_pages) for item in items]
    for slug in slugs:
        if not _SLUG.fullmatch(slug):
            raise SourceError(file, slug, "a slug is a-z, 0-9 and single hyphens")
    if [page.number for page in paper.pages] != list(PAGES):
        raise SourceError(file, [page.number for page in paper.pages], "the pages are 1 to 4")


def _check_photos(paper: DemoPaper, file: str) -> None:
    names = [person.name for person in paper.people]
    for photo in paper.photos:
        where = f"{file} {photo.id}"
        _check_in(photo.photographer, names, where, "photographer")
        if photo.district:
            _check_in(photo.district, DISTRICTS, where, "district")
        if not 25 <= len(photo.caption) <= 90 or not photo.caption.endswith("。"):
            raise SourceError(where, photo.caption, "a caption has 25 to 90 characters and ends with 。")
        if photo.photographer not in photo.credit.split() or not photo.credit.endswith(" 摄"):
            raise SourceError(where, photo.credit, "a credit names the photographer and ends with 摄")


def _check_story(story: StorySpec, paper: DemoPaper, where: str) -> None:
    _check_in(story.kind, KINDS, where, "kind")
    _check_in(story.status, STATUSES, where, "status")
    _check_in(story.ai_label, AI_LABELS, where, "ai_label")
    _check_in(story.column, (column.name for column in paper.columns), where, "column")
    for district in story.districts:
        _check_in(district, DISTRICTS, where, "district")
    for photo in story.photos:
        _check_in(photo, (spec.id for spec in paper.photos), where, "photo")
    for block in story.body:
        if isinstance(block, PhotoPlace):
            _check_in(block.photo, story.photos, where, "a picture placed in the text")
    if not _SLUG.fullmatch(story.slug):
        raise SourceError(where, story.slug, "a slug is a-z, 0-9 and single hyphens")
    if bool(story.withdrawn_reason) != (story.status == "withdrawn"):
        raise SourceError(where, story.status, "withdrawn_reason belongs to withdrawn stories, to each of them")
    if (story.hours_ahead is not None) != (story.status == "scheduled"):
        raise SourceError(where, story.status, "hours_ahead belongs to scheduled stories, to each of them")
    if (story.original_title or story.original_author) and not story.source:
        raise SourceError(where, story.original_title, "a reprint names its source")
    if story.correction and story.status != "published":
        raise SourceError(where, story.correction, "only a published story is corrected")


def _check_places(paper: DemoPaper) -> None:
    """Places on the printed pages, the one lead, and headlines, each held once."""
    taken: dict[object, str] = {}
    for story in paper.stories:
        where = f"stories/{story.slug}.txt"
        place = (story.edition, story.page, story.position)
        if place != (None, None, None):
            _check_in(story.edition, EDITIONS, where, "edition")
            _check_in(story.page, PAGES, where, "page")
            _check_in(story.position, POSITIONS, where, "position")
        for value in (place, story.headline):
            if value != (None, None, None) and value in taken:
                raise SourceError(where, value, f"already held by {taken[value]}")
            taken[value] = where
    leads = [story for story in paper.stories if story.lead]
    if len(leads) != 1 or (leads[0].edition, leads[0].page) != (0, 1):
        raise SourceError("stories", [story.slug for story in leads], "one lead, on page 1 of the newest edition")
