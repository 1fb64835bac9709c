"""Pictures of a Word file on their way into the library."""

from __future__ import annotations

from typing import Any

from articles.imaging.opening import ImageError
from articles.models import ImportPicture, PageImport, Photo, PhotoPurpose
from articles.sheet import Item, Picture, fields_of
from articles.workflow.photos import DuplicatePhoto, take_in

from .newsroom import Newsroom
from .rows import MAX_CAPTION, Rows, Taken, captions_of
from .storing import Written

MAX_CREDIT = 100
_NO_RIGHT = "您没有上传图片的权限，请有权限的同事另外上传"


def take_pictures(row: PageImport, rows: Rows, newsroom: Newsroom, by: Any, written: Written) -> dict[int, Taken]:
    """Every picture that an item keeps becomes a photo of the library; one that is there already is used."""
    kept = {picture.number: picture for picture in row.pictures.all()}
    taken: dict[int, Taken] = {}
    for item in rows.items if kept else ():
        captions, _ = captions_of(item, fields_of(rows.sheet, rows.text, item))
        for picture in item.pictures:
            if picture.left_out or picture.number not in kept or picture.number in taken:
                continue
            caption = captions[picture.number]
            found = Taken(caption.caption)
            _take(kept[picture.number], found, caption.credit, _photographer(item, picture, newsroom), by, written)
            if len(caption.credit) > MAX_CREDIT or (found.refused and caption.credit):
                found.caption = f"{found.caption}（{caption.credit}）"
            taken[picture.number] = found
    return taken


def _take(kept: ImportPicture, found: Taken, credit: str, photographer: Any, by: Any, written: Written) -> None:
    if kept.refused or not kept.original:
        found.refused = kept.refused or "文件里没有这张图的数据，请另外上传"
        return
    if not by.has_perm("articles.add_photo"):
        found.refused = _NO_RIGHT
        return
    fields = {"caption": found.caption[:MAX_CAPTION], "credit_line": credit[:MAX_CREDIT], "photographer": photographer}
    try:
        with kept.original.open("rb") as stream:
            photo = take_in(stream.read(), by, **{name: value for name, value in fields.items() if value})
        written.files.append(photo.original)
    except DuplicatePhoto as error:
        photo = error.photo
        if photo.purpose != PhotoPurpose.NEWS:
            found.refused = f"它已在图片库里作{photo.get_purpose_display()}用（编号{photo.pk}），请另外上传一张"
            return
        if credit and credit != photo.credit_line:
            found.remark = f"用了图片库里编号{photo.pk}的图片，这次的署名是“{credit}”，请核对。"
    except ImageError as error:
        found.refused = str(error)
        return
    except FileNotFoundError:
        found.refused = "保存的原图不见了，请另外上传"
        return
    found.photo = photo
    ImportPicture.objects.filter(pk=kept.pk).update(photo=photo)


def _photographer(item: Item, picture: Picture, newsroom: Newsroom) -> Any:
    """Who took it, where the credit names one person of the newsroom."""
    people = [person for person in (newsroom.person(p, []) for p in picture.people if p.who != "new") if person]
    return people[0] if len(people) == 1 else None


def page_photo(row: PageImport, caption: str, by: Any, written: Written) -> Photo | None:
    """The page's image as a photo; None where the library would not take it, with the reason in the row's notes."""
    try:
        with row.page_image.open("rb") as stream:
            photo = take_in(stream.read(), by, purpose=PhotoPurpose.PAGE, caption=caption)
        written.files.append(photo.original)
        return photo
    except DuplicatePhoto as error:
        if error.photo.purpose == PhotoPurpose.PAGE:
            return error.photo
        row.notes = [*row.notes, f"版面图没有用上：{error}"]
    except (ImageError, FileNotFoundError) as error:
        row.notes = [*row.notes, f"版面图没有用上：{error}"]
    return None
