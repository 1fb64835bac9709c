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
from articles.workflow import VERB_LABELS, VERBS, WorkflowError, may_ever

# Buttons of the form, and those among them that ask for more on a page of their own. Proofs are signed on the desk.
BUTTONS = [verb for verb in VERBS if verb not in ("sign_proof", "restore_")]
ON_A_PAGE = frozenset({"return_", "discard", "emergency_publish", "withdraw", "republish"})
# Verbs that ask for one text before they are done to many: its name in the form, and what it is called.
ASKED = {"return_": ("opinion", "退回意见"), "withdraw": ("reason", "撤稿原因")}


def may(verb: str, by: Any) -> bool:
    """Whether `by` could ever use the verb; on which pieces is for the verb itself to say."""
    return may_ever(verb, by)


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


def _asking_action(verb: str) -> Any:
    """Asks first; the answer comes back as the same action with the text."""
    field, label = ASKED[verb]

    @admin.action(description=f"{VERB_LABELS[verb]}所选稿件…")
    def act(model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        if field in request.POST:
            apply_to_all(request, verb, queryset, **{field: request.POST[field].replace("\0", "")})
            return None
        context = {
            **model_admin.admin_site.each_context(request),
            "title": VERB_LABELS[verb],
            "verb": verb,
            "field": field,
            "label": label,
            "articles": queryset,
            "action": f"bulk_{verb}",
            "opts": model_admin.opts,
        }
        return render(request, "admin/articles/article/ask.html", context)

    act.__name__ = f"bulk_{verb}"
    return act


BULK = {
    verb: _asking_action(verb) if verb in ASKED else _action(verb)
    for verb in ("submit", "approve", "return_", "publish", "withdraw", "bin_")
}


def act_from_form(request: HttpRequest, article: Article) -> HttpResponse | None:
    """Apply the verb of the button `_verb` to an article just saved: to the list when done, else back to the form."""
    verb = request.POST.get("_verb", "")
    if verb not in BUTTONS:
        return None
    form = reverse("admin:articles_article_change", args=[article.pk])
    if verb == "correct":
        return redirect(f"{reverse('admin:articles_correction_add')}?article={article.pk}")
    if verb in ON_A_PAGE:
        return redirect("desk_verb", article.pk, verb.rstrip("_"))
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
