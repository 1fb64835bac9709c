"""Several people at one form: nothing typed is lost, whoever saves first."""

from __future__ import annotations

import secrets
from contextlib import nullcontext
from copy import copy
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import workflow
from articles.forms.choices import with_choices
from articles.forms.merging import FormMerge, merge_forms, pieces_of, said
from articles.forms.typed import Typed, as_post, differs, of_form, of_post, same
from articles.models import Article, SideDraft
from articles.models.addresses import address, place
from articles.richtext import clean, plain_text
from articles.workflow import Conflict, Forbidden, WorkflowError, side_drafts
from articles.workflow.comments import works_on

from .kept import Kept, kept_class, rights_of
from .shown import around
from .shown import piece as shown_piece

_FORMS = Kept()
SAVED_COOKIE = "newsroom-saved"  # tells the browser which of its own copies are stored now
SAVED_SECONDS = 86_400


class SharedEditing:
    """Mixed into the admin of stories: `?draft=KEY` shows a kept draft in the form, a POST over another version merges.

    On the request: `merged` (FormMerge) and `restored` (SideDraft), where there is one.
    """

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Of a published piece the form is about the change that waits for its reviews, if there is one; whoever has
        no business with the piece is shown what readers see."""
        is_shown = request.method == "GET" and "draft" not in request.GET and sees_all(request.user)
        piece = shown_piece(number(object_id), request.user.pk) if is_shown else _stored(number(object_id))
        waits = piece is not None and piece.pending_id is not None and works_on(piece, request.user)
        if not waits and piece is not None and (is_shown or (request.method == "POST" and _sees(piece, request.user))):
            request.stored = piece
        with workflow.pending_rows(piece.pk) if waits and piece else nullcontext():
            response = self.merged_view(request, object_id, form_url, extra_context)
            if isinstance(response, TemplateResponse):
                response.render()
        refusal = getattr(request, "refusal", None)
        if isinstance(refusal, Forbidden):  # what was written about it was undone with the save
            workflow.log.refused(self.get_object(request, str(number(object_id))), request.user, "save", str(refusal))
        return self.say_saved(request, response)

    def merged_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any
    ) -> HttpResponse:
        self.prepare(request, object_id)
        try:
            return admin.ModelAdmin.changeform_view(self, request, object_id, form_url, extra_context)
        except Conflict as faster:
            # Found only by the UPDATE itself: by now the other version is there to be merged with.
            request.stored = None
            self.prepare(request, object_id)
            if getattr(request, "merged", None) is None:
                request.refusal = faster
        except WorkflowError as refusal:
            request.refusal = refusal
            request.stored = None
        return admin.ModelAdmin.changeform_view(self, request, object_id, form_url, extra_context)

    def prepare(self, request: HttpRequest, object_id: str | None) -> None:
        if request.method == "GET" and "draft" in request.GET:
            self.take_draft(request, object_id)
        if request.method != "POST":
            return
        request.POST = with_choices(request.POST)
        article = self.posted_to(request, object_id)
        if article is None or not self.has_change_permission(request, article):
            return
        if request.POST.get("version") != str(article.version):
            request.merged = self.merge(request, article)
            request.POST = request.merged.post

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """As Django's; a piece that this request has read already, of which what is posted changes a copy."""
        stored = getattr(request, "stored", None)
        if stored is not None and from_field is None and object_id == str(stored.pk):
            return stored if request.method == "GET" else copy(stored)
        if request.method == "GET" and from_field is None:
            pk = number(object_id)
            may = sees_all(request.user) or self.get_queryset(request).filter(pk=pk).exists()
            return shown_piece(pk, request.user.pk) if may else None
        return super().get_object(request, object_id, from_field)

    def posted_to(self, request: HttpRequest, object_id: str | None) -> Article | None:
        """The piece as it is stored, for looks at it before the form changes its own copy."""
        if getattr(request, "stored", None) is None:
            request.stored = self.get_object(request, unquote(object_id)) if object_id else None
        return request.stored

    def take_draft(self, request: HttpRequest, object_id: str | None) -> None:
        """Go on as if the kept draft had been posted, but for showing it only."""
        article = self.get_object(request, unquote(object_id)) if object_id else None
        may = self.has_change_permission(request, article) if article else self.has_add_permission(request)
        if (object_id and article is None) or not may:
            return
        draft = side_drafts.find(request.user, article, request.GET["draft"])
        if draft is None:
            return
        request.restored = draft
        assert not request.FILES  # asking for them later would read the empty body once more, over our data
        request.method = "POST"
        request.POST = as_post({**draft.fields, "draft_key": draft.key})

    def merge(self, request: HttpRequest, article: Article) -> FormMerge:
        form, formsets = self.blank_forms(request, article)
        theirs = of_form(form, formsets)
        base = Typed.from_json(request.POST.get("base", ""))
        mine = of_post(request.POST, theirs.fields, theirs.rows)
        return merge_forms(request.POST, base, mine, theirs, article.version, form, formsets)

    def blank_forms(self, request: HttpRequest, article: Article) -> tuple[Any, list[Any]]:
        """The form and the formsets that this user gets to see for what is stored now."""
        names = flatten_fieldsets(self.get_fieldsets(request, article))
        form = self.get_form(request, article, change=True, fields=names)(instance=article)
        formsets = [
            made(instance=article, prefix=made.get_default_prefix(), queryset=inline.get_queryset(request))
            for made, inline in self.get_formsets_with_inlines(request, article)
            if inline.has_change_permission(request, article)
        ]
        return form, formsets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A class of its own where something was merged, restored or refused; else that of all who see the same."""
        merged, restored = getattr(request, "merged", None), getattr(request, "restored", None)
        if merged is not None or restored is not None or getattr(request, "refusal", None) or set(kwargs) != {"fields"}:
            form = super().get_form(request, obj, change=change, **kwargs)
            form.merged, form.is_shown_only = merged, restored is not None
            return form
        locked = change and not self.has_change_permission(request, obj)
        shown = *kwargs["fields"], None, *self.get_readonly_fields(request, obj)
        plain = super().get_form
        return _FORMS.get(
            (shown, locked, rights_of(request.user)),
            lambda: kept_class(plain(request, obj, change=change, **kwargs)),
        )

    def add_editing(self, request: HttpRequest, context: dict[str, Any], article: Article | None) -> None:
        """Into the context: `merge`, `editing` (what autosave.js must know), `drafts` to offer, `differences`."""
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"] if inline.has_change_permission]
        merged, restored = form.merged, getattr(request, "restored", None)
        key = form.data.get("draft_key", "") if form.is_bound else ""
        key = key if side_drafts.KEY.fullmatch(key) else secrets.token_urlsafe(12)
        shown = of_form(form, formsets) if not form.is_bound else merged.theirs if merged is not None else None
        if shown is not None:
            base = shown.to_json()
            form.fields["base"].initial = base
            if form.is_bound:
                form.data = form.data.copy()
                form.data["base"] = base
        form.fields["draft_key"].initial = key
        if form.is_bound:
            form.data = form.data.copy()
            form.data["draft_key"] = key
        mine = side_drafts.find(request.user, article, key) if form.is_bound else None  # the key of a new form is new
        context |= {
            "merge": merged,
            "restored": restored,
            "differences": self.differences(request, article) if restored and article else [],
            "drafts": [] if form.is_bound else self.worth_offering(request, article, shown),
            "editing": {
                "address": draft_address(article, key),
                "session": place("desk_session"),
                "login": f"{place('admin:login')}?next={place('desk_signed_in')}",
                # Numbers as text: the template would write them as people of this language do.
                "user": str(request.user.pk),
                "article": str(article.pk) if article else "",
                "sequence": str(mine.sequence if mine else 0),
                "version": str(article.version if article else 0),
                "is_typed": form.is_bound,
            },
        }

    def worth_offering(self, request: HttpRequest, article: Article | None, shown: Typed | None) -> list[SideDraft]:
        """Kept drafts of this user that say something else than the form; those that do not are forgotten."""
        came = around(article) if article else None
        if came is not None and not came.has_drafts:
            return []
        offered = []
        for draft in side_drafts.of(request.user, article):
            if shown is not None and not differs(draft.fields, shown):
                draft.delete()
            else:
                offered.append(draft)
        return offered

    def differences(self, request: HttpRequest, article: Article) -> list[dict[str, Any]]:
        """What the restored draft would change in the piece as it is stored: label and pieces, a line each field."""
        form, formsets = self.blank_forms(request, self.get_object(request, str(article.pk)))
        stored = of_form(form, formsets)
        typed = of_post(as_post(request.restored.fields), stored.fields, stored.rows)
        found = []
        for name, values in stored.fields.items():
            if not same(name, values, typed.fields[name]) and name in form.fields:
                before, after = (said(form[name], one) for one in (values, typed.fields[name]))
                if name == "body":
                    before, after = (plain(text) for text in (before, after))
                found.append({"label": form[name].label, "pieces": pieces_of(before, after) or pieces_of(after, "")})
        return found

    def say_saved(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """After a save: the kept draft of this opening goes, and the browser hears that its copy may go too."""
        saved, key = getattr(request, "saved_article", None), request.POST.get("draft_key", "")
        if saved is None or not side_drafts.KEY.fullmatch(key):
            return response
        side_drafts.saved(request.user, saved, key)
        response.set_cookie(
            SAVED_COOKIE, key, max_age=SAVED_SECONDS, secure=request.is_secure(), samesite="Lax", path="/"
        )
        return response


def number(object_id: str | None) -> int:
    """The id in an address; 0, which no piece has, for anything else."""
    text = unquote(object_id or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _stored(pk: int) -> Article | None:
    try:
        return Article.stored(pk)
    except Article.DoesNotExist:
        return None


def _sees(piece: Article, user: Any) -> bool:
    """What `Article.objects.visible_to` says of editors; for others it takes a look at more than this row."""
    return piece.binned_at is None and sees_all(user)


def sees_all(user: Any) -> bool:
    return user.has_perm("articles.review_article")


def draft_address(article: Article | None, key: str) -> str:
    if article is None:
        return reverse("desk_new_draft", args=[key])
    return address("desk_draft", article.pk)


def plain(html: str) -> str:
    return plain_text(clean(html))
