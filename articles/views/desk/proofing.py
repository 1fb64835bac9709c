"""Proofs: what was found, what becomes of it, and the signature."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from articles import workflow
from articles.forms.review import CatchForm, ProofForm
from articles.models import Catch, Resolution
from articles.workflow.adopting import adopt
from articles.workflow.errors import WorkflowError
from articles.workflow.standing import PROOFS

from .access import article_of, desk, version_seen
from .review import back, refused

RESOLUTIONS = {"accept": Resolution.ACCEPTED, "decline": Resolution.DECLINED}


@require_POST
@desk
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    article, form = article_of(request, pk), ProofForm(request.POST)
    if not form.is_valid():
        return refused(request, article, "校次是1、2、3：请刷新页面再签。", 400)
    article.version = version_seen(request)
    try:
        proof = workflow.sign_proof(article, request.user, form.cleaned_data["number"], form.cleaned_data["note"])
    except WorkflowError as refusal:
        return refused(request, article, refusal, proof=form)
    messages.success(request, f"{PROOFS[proof.number - 1]}已签字。")
    return back(article)


@require_POST
@desk
def catch(request: HttpRequest, pk: int) -> HttpResponse:
    article, form = article_of(request, pk, "pending"), CatchForm(request.POST)
    if not form.is_valid():
        sentence = " ".join(f"{form.fields[name].label or ''}{error}" for name, errors in form.errors.items()
                            for error in errors)  # fmt: skip
        return refused(request, article, sentence, 400, catch=form)
    try:
        found = workflow.add_catch(article, request.user, **form.given())
    except WorkflowError as refusal:
        return refused(request, article, refusal, catch=form)
    return back(article, f"catch-{found.pk}")


@require_POST
@desk
def resolve(request: HttpRequest, pk: int, catch: int, verb: str) -> HttpResponse:
    """`adopt` writes the correction over the passage; `accept` says that somebody has done so; `decline` that not."""
    article = article_of(request, pk)
    row = get_object_or_404(Catch.objects.filter(article=article).select_related("article__pending"), pk=catch)
    if verb != "adopt" and verb not in RESOLUTIONS:
        raise Http404
    try:
        if verb == "adopt":
            adopt(row, request.user, version_seen(request))
            messages.success(request, f"已把“{row.quote}”改为“{row.correction}”，记为一次修订。")
        else:
            workflow.resolve_catch(row, request.user, RESOLUTIONS[verb])
    except WorkflowError as refusal:
        return refused(request, article, refusal)
    return back(article, "proofs")
