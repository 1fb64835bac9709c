"""Bring the demo newspaper into the database, all of it in one transaction: either it is there or it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from articles.imaging.notice import Notice
from articles.imaging.renditions import Crop
from articles.models import (
    Article,
    ArticlePhoto,
    Byline,
    Column,
    Correction,
    District,
    Edition,
    HotArea,
    Page,
    PageCredit,
    Photo,
    PhotoPurpose,
    Reporter,
    SiteSettings,
    StaticPage,
    Status,
)
from articles.text.calendar import date_line
from articles.workflow.photos import register
from articles.workflow.renditions import make_renditions, notice_of, store_renditions

from .curated import arrange
from .drawing import Drawn, PageOrder, SceneOrder, StoryOnPage, all_pages, all_scenes, as_pdf
from .paper import sign_pages
from .readers import connect_halves, report_errors
from .records import PhotoSpec
from .signatures import sign_stories
from .source import DemoPaper, Paragraph, PhotoPlace, StorySpec, Subheading

PASSWORD = "yunchuan-demo"  # noqa: S105 - the demo's own, printed at its start; loaded into a demo only
# Stories and cards show these; what else there is (AVIF, wide and square) the worker makes while the paper is read.
CROPS_AT_FIRST = (Crop.FULL, Crop.CLASSIC)
SENT_TWICE = "wetland-cranes"  # slightly cut and saved anew: the library shows both side by side
FINER_TODAY = 2  # today's pages can be zoomed into as far as real ones; all of them would take too long at first
PRESS_TIME = time(6, 0)  # when an edition goes online

Progress = Callable[[Iterable, int, str], Iterable]


@dataclass
class Loaded:
    """What has been made so far, by the names that the source uses."""

    now: datetime
    newest: date  # day of edition 0
    users: dict[str, User] = field(default_factory=dict)
    deputies: dict[str, User] = field(default_factory=dict)  # the second account of a group
    people: dict[str, Reporter] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    districts: dict[str, District] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    pages: dict[tuple[int, int], Page] = field(default_factory=dict)
    boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)  # percent, by story


def is_loaded(paper: DemoPaper) -> bool:
    return SiteSettings.objects.filter(name=paper.settings.name).exists()


@transaction.atomic
def load_paper(paper: DemoPaper, progress: Progress) -> None:
    """The newest edition is today's, or yesterday's before six in the morning. Needs roles and districts."""
    now = timezone.localtime()
    loaded = Loaded(now=now, newest=(now - timedelta(hours=PRESS_TIME.hour)).date())
    loaded.districts = {district.name: district for district in District.objects.all()}
    _settings(paper)
    _accounts(paper, loaded)
    _people(paper, loaded)
    for order, spec in enumerate(paper.columns, 1):
        loaded.columns[spec.name] = Column.objects.create(
            name=spec.name, slug=spec.slug, description=spec.description, order=order
        )
    for order, static in enumerate(paper.static_pages, 1):
        StaticPage.objects.create(title=static.title, slug=static.slug, body=static.body_html(), order=order)
    _photos(paper, loaded, progress)
    pages = _page_orders(paper, loaded)
    for drawn, ordered in zip(progress(all_pages(pages), len(pages), "版面 pages"), pages, strict=True):
        _page(paper, loaded, drawn, ordered)
    for story in progress(paper.stories, len(paper.stories), "稿件 stories"):
        _story(story, loaded)
    stories = Article.objects.order_by("created_at", "pk").select_related("created_by")
    connect_halves()
    report_errors(now, loaded.users["责任编辑"])
    arrange(now, loaded.users["责任编辑"])
    sign_stories(stories, loaded.users, loaded.deputies, progress)
    sign_pages(loaded.users)


def _settings(paper: DemoPaper) -> None:
    own = paper.settings
    SiteSettings.objects.update_or_create(
        pk=1,
        defaults={
            "name": own.name, "slogan": own.slogan, "supervisor": own.supervisor, "organiser": own.organiser,
            "city": "呼和浩特市", "cn_number": own.cn_number, "icp_number": own.icp_number,
            "police_number": own.police_number, "licence_number": own.licence_number, "hotline": own.phone,
            "report_phone": own.report_phone, "report_email": own.report_email, "email": own.email,
            "address": own.address, "postcode": own.postal_code,
        },
    )  # fmt: skip


def _accounts(paper: DemoPaper, loaded: Loaded) -> None:
    for account in paper.accounts:
        user, created = User.objects.get_or_create(
            username=account.username, defaults={"is_staff": True, "first_name": account.display_name}
        )
        if created:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
        user.groups.set([Group.objects.get(name=account.role)])
        loaded.users.setdefault(account.role, user)
        if loaded.users[account.role] != user:
            loaded.deputies[account.role] = user


def _people(paper: DemoPaper, loaded: Loaded) -> None:
    users = {account.person: loaded.users[account.role] for account in paper.accounts if account.person}
    for person in paper.people:
        loaded.people[person.name] = Reporter.objects.create(
            name=person.name, slug=person.slug, role=person.role, organisation=person.organisation,
            press_card=person.press_card or None, biography=person.biography, user=users.get(person.name),
        )  # fmt: skip


def _photos(paper: DemoPaper, loaded: Loaded, progress: Progress) -> None:
    news = {spec.id: _news_fields(spec, paper, loaded) for spec in paper.photos}
    portraits = {person.portrait: loaded.people[person.name] for person in paper.people}
    orders = [SceneOrder(key, CROPS_AT_FIRST, _notice(fields)) for key, fields in news.items()]
    orders += [
        SceneOrder(key, (Crop.FULL, Crop.SQUARE), _notice({"caption": _portrait_caption(person)}))
        for key, person in portraits.items()
    ]
    again = {**news[SENT_TWICE], "caption": "灰鹤在托克托县河湾湿地觅食。", "keywords": [], "photographer": None,
             "credit_line": "通讯员 段晓满 摄"}  # fmt: skip
    orders.append(SceneOrder(SENT_TWICE, CROPS_AT_FIRST, _notice(again), trimmed=0.015))
    for drawn in progress(all_scenes(orders), len(orders), "图片 pictures"):
        if drawn.id in loaded.photos:
            _photo(drawn, loaded, PhotoPurpose.NEWS, **again)
        elif drawn.id in portraits:
            person = portraits[drawn.id]
            photo = _photo(drawn, loaded, PhotoPurpose.PORTRAIT, caption=_portrait_caption(person))
            Reporter.objects.filter(pk=person.pk).update(portrait=photo)
        else:
            loaded.photos[drawn.id] = _photo(drawn, loaded, PhotoPurpose.NEWS, **news[drawn.id])


def _news_fields(spec: PhotoSpec, paper: DemoPaper, loaded: Loaded) -> dict[str, Any]:
    return {
        "caption": spec.caption, "alternative": spec.alt, "credit_line": spec.credit,
        "photographer": loaded.people.get(spec.photographer), "place": spec.place, "keywords": list(spec.keywords),
        "district": loaded.districts.get(spec.district), "taken_at": _earliest_use(paper, loaded, spec.id),
    }  # fmt: skip


def _portrait_caption(person: Reporter) -> str:
    return f"{person.name}（插图）"


def _page_caption(paper_name: str, day: date, number: int) -> str:
    return f"{paper_name} {day} 第{number:02}版"


def _notice(fields: dict[str, Any]) -> Notice:
    """What the worker would write into the files: so that it need not make those of the first start again."""
    return notice_of(Photo(**fields))


def _photo(drawn: Drawn, loaded: Loaded, purpose: PhotoPurpose, **fields: object) -> Photo:
    photo = register(
        drawn.data, drawn.facts, purpose=purpose, uploaded_by=loaded.users["摄影"], fingerprint=drawn.fingerprint,
        rights_note="示例插图，由程序绘制。", **fields,
    )  # fmt: skip
    store_renditions(photo, drawn.renditions)
    # The crops and formats that are still missing; whatever an editor uploads meanwhile goes first.
    make_renditions.using(priority=-20).enqueue(photo.pk)
    return photo


def _earliest_use(paper: DemoPaper, loaded: Loaded, photo: str) -> datetime:
    return min(_publish_at(story, loaded) for story in paper.stories if photo in story.photos) - timedelta(hours=9)


def _edition_day(loaded: Loaded, edition: int) -> date:
    return loaded.newest - timedelta(days=edition)


def _press_time(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, PRESS_TIME))


def _page_orders(paper: DemoPaper, loaded: Loaded) -> list[PageOrder]:
    captions = {spec.id: spec.caption for spec in paper.photos}
    orders = []
    for edition in sorted({story.edition for story in paper.stories if story.edition is not None}, reverse=True):
        day = _edition_day(loaded, edition)
        for page in paper.pages:
            stories = [story for story in paper.stories if (story.edition, story.page) == (edition, page.number)]
            if not stories:  # tomorrow's edition is not finished
                continue
            stories.sort(key=lambda story: story.position or 0)
            on_page = tuple(
                StoryOnPage(
                    story.slug, story.kicker, story.headline, story.subheadline, story.byline_line,
                    tuple(block.text for block in story.body if isinstance(block, Paragraph | Subheading)),
                    story.photos[0] if story.photos else "", captions[story.photos[0]] if story.photos else "",
                )
                for story in stories
            )  # fmt: skip
            orders.append(
                PageOrder(
                    f"{edition}-{page.number}",
                    paper.settings.name,
                    date_line(day),
                    page.number,
                    page.name,
                    on_page,
                    _notice({"caption": _page_caption(paper.settings.name, day, page.number)}),
                    FINER_TODAY if edition == 0 else 1,
                )
            )
    return orders


def _page(paper: DemoPaper, loaded: Loaded, drawn: Drawn, order: PageOrder) -> None:
    edition_index = int(order.id.rpartition("-")[0])
    day = _edition_day(loaded, edition_index)
    last = max(story.edition for story in paper.stories if story.edition is not None)
    edition, _ = Edition.objects.get_or_create(
        date=day,
        defaults={
            "number": paper.settings.first_issue_number + last - edition_index,
            "publish_at": _press_time(day) if edition_index >= 0 else None,
        },
    )
    image = _photo(drawn, loaded, PhotoPurpose.PAGE, caption=_page_caption(order.paper_name, day, order.number))
    page = Page(edition=edition, number=order.number, name=order.name, image=image)
    if edition_index == 0:
        page.pdf.save(f"{day}-{order.number:02}.pdf", ContentFile(as_pdf(drawn.data)), save=False)
    page.save()
    spec = next(spec for spec in paper.pages if spec.number == order.number)
    for place, (role, name) in enumerate(
        (("责任编辑", spec.editor), ("版式", spec.layout), ("校对", spec.proofreader)), 1
    ):
        PageCredit.objects.create(page=page, role=role, name=name, reporter=loaded.people.get(name), order=place)
    loaded.pages[edition_index, order.number] = page
    for slug, box in drawn.boxes.items():
        loaded.boxes[slug] = box


def _publish_at(story: StorySpec, loaded: Loaded) -> datetime:
    """Stories of an edition appear with it, the front page's first story as the newest of them."""
    if story.edition is not None and story.edition >= 0:
        press = _press_time(_edition_day(loaded, story.edition))
        return press - timedelta(minutes=10 * ((story.page or 1) - 1) + (story.position or 1) - 1)
    if story.hours_ahead is not None:
        return loaded.now + timedelta(hours=story.hours_ahead)
    return (loaded.now - timedelta(days=story.days_ago, minutes=7)).replace(second=0, microsecond=0)


def _story(story: StorySpec, loaded: Loaded) -> None:
    at = _publish_at(story, loaded)
    by = _writer(story, loaded)
    status = Status.PUBLISHED if story.status == "scheduled" else Status(story.status)
    times: dict[str, object] = {}
    if status in (Status.PUBLISHED, Status.WITHDRAWN):
        times = {"publish_at": at, "first_published_at": at}
    if status == Status.WITHDRAWN:
        times |= {"withdrawn_at": min(at + timedelta(hours=5), loaded.now), "withdrawn_reason": story.withdrawn_reason}
    body = "\n".join(
        f'<figure data-photo="{loaded.photos[block.photo].pk}"><figcaption></figcaption></figure>'
        if isinstance(block, PhotoPlace)
        else block.html()
        for block in story.body
    )
    made_at = min(at, loaded.now) - timedelta(hours=12)
    article = Article.objects.create(
        kicker=story.kicker, headline=story.headline, subheadline=story.subheadline, summary=story.summary,
        dateline=story.dateline, body=body, kind=story.kind, column=loaded.columns[story.column], status=status,
        source=story.source, original_headline=story.original_title, original_author=story.original_author,
        ai_label=story.ai_label, page=_page_of(story, loaded), position=story.position, is_lead=story.lead,
        created_at=made_at, created_by=by, updated_at=min(at, loaded.now), updated_by=by, **times,
    )  # fmt: skip
    article.districts.set(loaded.districts[name] for name in story.districts)
    article.tags.set(story.tags)
    for order, byline in enumerate(story.bylines, 1):
        Byline.objects.create(
            article=article, reporter=loaded.people.get(byline.name), name=byline.name, role=byline.role, order=order
        )
    for order, photo in enumerate(story.photos, 1):
        ArticlePhoto.objects.create(article=article, photo=loaded.photos[photo], order=order)
    if story.correction:
        Correction.objects.create(
            article=article, text=story.correction, published_at=min(at + timedelta(hours=8), loaded.now),
            created_by=loaded.users["总编辑"],
        )  # fmt: skip
    if story.slug in loaded.boxes and article.page:
        left, top, width, height = loaded.boxes[story.slug]
        HotArea.objects.create(
            page=article.page, article=article, left=left, top=top,
            width=min(width, 100 - left), height=min(height, 100 - top),
        )  # fmt: skip


def _writer(story: StorySpec, loaded: Loaded) -> User:
    """Whoever of the accounts stands in the byline; the reporter's account enters what the others wrote."""
    accounts = {user.pk: user for user in loaded.users.values()}
    people = [loaded.people[byline.name] for byline in story.bylines if byline.name in loaded.people]
    return next((accounts[one.user_id] for one in people if one.user_id), loaded.users["记者"])


def _page_of(story: StorySpec, loaded: Loaded) -> Page | None:
    if story.edition is None or story.page is None:
        return None
    return loaded.pages[story.edition, story.page]
