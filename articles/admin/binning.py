"""Deleting a story in the admin is the verb: a draft goes to the bin, everything else stays."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from articles import workflow
from articles.models import Article, Status
from articles.workflow import Forbidden, WorkflowError
from articles.workflow.roles import deletion_refusal, is_own


class Binning:
    """Mixed into the admin of stories."""

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whoever may delete, and writers their own drafts; the verb has the last word."""
        if super().has_delete_permission(request, obj):
            return True
        may = obj is not None and obj.status == Status.DRAFT and request.user.has_perm("articles.change_article")
        return may and is_own(obj, request.user)

    def deletion_refusal(self, obj: Article) -> str:
        sentence = deletion_refusal(obj)
        if not sentence and obj.status != Status.DRAFT:
            sentence = f"《{obj}》现在是“{obj.status_label}”，不能删除：请先退回为草稿。"
        return sentence

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Only the pieces themselves are named: what belongs to them goes nowhere."""
        pieces = list(objs)
        refusals = [sentence for sentence in map(self.deletion_refusal, pieces) if sentence]
        return [str(piece) for piece in pieces], {self.opts.verbose_name_plural: len(pieces)}, set(), refusals

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Nothing: the verb writes the newsroom's own log, and the piece still exists."""

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404  # also where the right is missing: an unknown id and somebody else's draft look the same
        try:
            return super().delete_view(request, object_id, extra_context)
        except WorkflowError as refusal:
            if isinstance(refusal, Forbidden):  # what was written about it was undone with the transaction
                workflow.log.refused(self.get_object(request, object_id), request.user, "bin_", str(refusal))
            messages.error(request, str(refusal))
            return redirect("admin:articles_article_changelist")

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        workflow.bin_(obj, request.user)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for article in queryset:
            workflow.bin_(article, request.user)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        words = format_html('《{}》已放进<a href="{}">回收站</a>，30天内可以取回。', obj_display, reverse("desk_bin"))
        messages.success(request, words)
        return redirect("admin:articles_article_changelist")
