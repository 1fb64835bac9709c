"""The one table of the workflow: which verb starts from which state, and which permission it asks for."""

from __future__ import annotations

from typing import Any, NamedTuple

from articles.models import Article, Status

SCHEDULED = "scheduled"  # published, for later: no reader has seen it yet
PENDING = "pending"  # published, and a change of its text waits for its reviews

STEPS = (Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW)
NEXT = {
    Status.FIRST_REVIEW: Status.SECOND_REVIEW,
    Status.SECOND_REVIEW: Status.FINAL_REVIEW,
    Status.FINAL_REVIEW: Status.APPROVED,
}
# What lies before what on the way to the reader: a piece is returned to something earlier.
WAY = (Status.DRAFT, *STEPS, Status.APPROVED)
PERMISSION_OF_STEP = {step: f"articles.{step}_article" for step in STEPS}


class Transition(NamedTuple):
    states: frozenset[str]
    permissions: tuple[str, ...]  # one of them at least; which one a review asks for depends on its step


def _from(*states: str, needs: str | tuple[str, ...]) -> Transition:
    return Transition(frozenset(states), (needs,) if isinstance(needs, str) else needs)


TRANSITIONS: dict[str, Transition] = {
    "submit": _from(Status.DRAFT, PENDING, needs="articles.submit_article"),
    "take_back": _from(Status.FIRST_REVIEW, needs="articles.submit_article"),
    "approve": _from(*STEPS, PENDING, needs=tuple(PERMISSION_OF_STEP.values())),
    "return_": _from(*STEPS, Status.APPROVED, PENDING, needs="articles.review_article"),
    "discard": _from(PENDING, needs=("articles.review_article", "articles.publish_article")),
    "sign_proof": _from(*STEPS, Status.APPROVED, PENDING, needs="articles.proof_article"),
    "publish": _from(Status.APPROVED, needs="articles.publish_article"),
    "unschedule": _from(SCHEDULED, needs="articles.publish_article"),
    "emergency_publish": _from(*WAY, needs="articles.emergency_publish_article"),
    "correct": _from(Status.PUBLISHED, needs="articles.publish_article"),
    "withdraw": _from(Status.PUBLISHED, SCHEDULED, needs="articles.publish_article"),
    "republish": _from(Status.WITHDRAWN, needs="articles.publish_article"),
    "reopen": _from(Status.WITHDRAWN, needs="articles.publish_article"),
    "bin_": _from(Status.DRAFT, needs=("articles.change_article", "articles.delete_article")),
    "restore_": _from("binned", needs=("articles.change_article", "articles.delete_article")),
}
VERB_LABELS = {
    "submit": "送审", "take_back": "撤回", "approve": "通过", "return_": "退回", "discard": "放弃修改",
    "sign_proof": "校对签字", "publish": "发布", "unschedule": "取消定时", "emergency_publish": "紧急发布",
    "correct": "更正", "withdraw": "撤稿", "republish": "重新发布", "reopen": "重新编辑", "bin_": "删除",
    "restore_": "从回收站取回",
}  # fmt: skip
# What stands in the log besides the verbs.
LOG_LABELS = VERB_LABELS | {
    "created": "建稿", "save": "修改", "pending": "发布后修改", "apply": "修改上线", "void": "审签作废",
    "catch": "校对发现", "resolve_catch": "处理校对发现", "refused": "拒绝", "purge": "清出回收站",
    "report": "读者纠错", "report_assign": "派纠错", "report_close": "处理纠错", "report_reopen": "重开纠错",
    "home_publish": "发布首页", "topic_arrange": "编排专题",
    "share": "建预览链接", "unshare": "收回预览链接",
    "page_areas": "改热区", "page_image": "换版面图", "page_sign": "签发版面", "page_unsign": "取消签发",
    "page_change": "改版面", "edition_add": "建期", "edition_publish": "发布数字报", "edition_withdraw": "撤下数字报",
    "photo_words": "改图片文字", "photo_cut": "改图片裁切", "photo_file": "换图片文件", "photo_merge": "合并图片",
    "photo_bin": "删除图片", "photo_restore": "取回图片", "photo_purge": "清出图片", "photo_download": "下载原图",
}  # fmt: skip


def states_of(article: Article) -> frozenset[str]:
    """Where the piece stands, in the words of the table; a published one may be `pending` besides."""
    if article.binned_at is not None:
        return frozenset({"binned"})
    if article.is_scheduled:
        return frozenset({SCHEDULED})
    return frozenset({article.status, PENDING} if article.pending_id else {article.status})


def step_of(article: Article) -> str:
    """The review for which the piece, or its pending change, waits; empty when it waits for none."""
    step = article.pending_step if article.pending_id else article.status
    return step if step in STEPS else ""


def may_ever(verb: str, by: Any) -> bool:
    """Whether `by` could use the verb on some piece; on which is for the verb itself to say."""
    return any(by.has_perm(permission) for permission in TRANSITIONS[verb].permissions)


def has_right(verb: str, article: Article, by: Any) -> bool:
    """Whether the posts of `by` hold the verb at the step where the piece stands."""
    step = step_of(article)
    if verb == "approve" and step:
        return bool(by.has_perm(PERMISSION_OF_STEP[Status(step)]))
    return may_ever(verb, by)
