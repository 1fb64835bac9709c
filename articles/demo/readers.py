"""What comes after publication: a story that goes on on another page, and what readers found wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from articles.models import Article, Jump, Report, ReportStatus

# The first half, on whose page it goes on, the second half.
JUMPS = (("桥睡了，他们醒着", "桥睡了，他们醒着（续）"),)
# Headline, passage, what is wrong, hours ago, and of a settled one its answer.
REPORTS = (
    ("桥睡了，他们醒着", "滨河桥全长612米，两座主塔，96根拉索。", "桥头的牌子上写的是98根拉索，请核实一下。", 3, ""),
    ("公交有调整：3条线改道 1条线延时", "", "手机上看，第二段的站名断成了两行，读起来费劲。", 7, ""),
    (
        "拱廊街修旧 留住一窗老光景",
        "",
        "窗户应该是118扇，不是128扇，我就在那儿上班。",
        40,
        "与承办单位核对，确为118扇，已刊出更正。",
    ),
)


def connect_halves() -> None:
    for first, second in JUMPS:
        before, after = (Article.objects.select_related("page").get(headline=name) for name in (first, second))
        assert before.page is not None
        assert after.page is not None
        here, there = f"{before.page.number:02}", f"{after.page.number:02}"
        Jump.objects.create(
            article=before, direction=Jump.Direction.TO, page_label=there, text=f"（下转第{there}版）", other=after
        )
        Jump.objects.create(
            article=after, direction=Jump.Direction.FROM, page_label=here, text=f"（上接第{here}版）", other=before
        )


def report_errors(now: datetime, editor: User) -> None:
    for number, (headline, quote, text, hours, answer) in enumerate(REPORTS, 1):
        at = now - timedelta(hours=hours)
        closed = {"status": ReportStatus.DONE, "answer": answer, "closed_at": now, "closed_by": editor}
        Report.objects.create(
            article=Article.objects.get(headline=headline), quote=quote, text=text, nonce=f"demo-{number}",
            created_at=at, **(closed if answer else {}),
        )  # fmt: skip
