"""The verbs of the workflow as actions of the list and as buttons of the form. Nothing here changes a state itself."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from articles.forms.verbs import PublishForm
from articles.models import Article
from articles.workflow import TRANSITIONS, VERB_LABELS, VERBS, WorkflowError


def may(verb: str, by: Any) -> bool:
    """Whether `by` could ever use the verb; on which pieces is for the verb itself to say."""
    return by.has_perm(TRANSITIONS[verb][1])


def apply_to_all(request: HttpRequest, verb: str, pieces: QuerySet[Article], **arguments: Any) -> None:
    """The verb on each article by itself; one message counts the successes, and each refusal gets its own."""
    done = 0
    for article in pieces:
        try:
            VERBS[verb](article, request.user, **arguments)
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            done += 1
    if done:
        messages.success(request, f"{VERB_LABELS[verb]}：{done}篇。")


def _action(verb: str) -> Any:
    @admin.action(description=f"{VERB_LABELS[verb]}所选稿件")
    def act(model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        apply_to_all(request, verb, queryset)

    act.__name__ = f"bulk_{verb}"
    return act


@admin.action(description=f"{VERB_LABELS['withdraw']}所选稿件…")
def bulk_withdraw(model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
    """Asks for the reason first; the answer comes back as the same action with `reason`."""
    if "reason" in request.POST:
        apply_to_all(request, "withdraw", queryset, reason=request.POST["reason"].replace("\0", ""))
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "撤稿",
        "articles": queryset,
        "action": "bulk_withdraw",
        "opts": model_admin.opts,
    }
    return render(request, "admin/articles/article/withdraw.html", context)


BULK = {verb: _action(verb) for verb in ("submit", "approve", "return_", "publish")} | {"withdraw": bulk_withdraw}


def act_from_form(request: HttpRequest, article: Article) -> HttpResponse | None:
    """Apply the verb of the button `_verb` to an article just saved: to the list when done, else back to the form."""
    verb = request.POST.get("_verb", "")
    if verb not in VERBS:
        return None
    form = reverse("admin:articles_article_change", args=[article.pk])
    if verb == "withdraw":
        return redirect("desk_verb", article.pk, "withdraw")
    if verb == "correct":
        return redirect(f"{reverse('admin:articles_correction_add')}?article={article.pk}")
    try:
        VERBS[verb](article, request.user, **_arguments(verb, request))
    except WorkflowError as refusal:
        messages.error(request, f"{refusal}（文字已经保存。）")
        return redirect(form)
    messages.success(request, f"{VERB_LABELS[verb]}：《{article}》现在是“{article.status_label}”。")
    return redirect("admin:articles_article_changelist")


def _arguments(verb: str, request: HttpRequest) -> dict[str, Any]:
    """The time for 发布, from the field beside the button."""
    if verb != "publish":
        return {}
    form = PublishForm({"at": request.POST.get("_publish_at", "")})
    if not form.is_valid():
        raise WorkflowError(f"没有发布：{' '.join(form.errors['at'])}")
    return form.cleaned_data
