"""The admin of stories. Rows by `workflow.roles.readable`, saving by `workflow.save`, states by the verbs only."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from articles import richtext, search, workflow
from articles.forms.article import ArticleForm
from articles.models import Article
from articles.models.prepared import Keys
from articles.models.revision import RevisionKind
from articles.workflow import VERB_LABELS
from articles.workflow.roles import TEXT_FIELDS, may_arrange, may_change

from . import actions, columns
from .base import FIELD_OVERRIDES, NewsroomAdmin
from .binning import Binning
from .editing import SharedEditing
from .filters import ColumnFilter, DistrictFilter
from .inlines import BylineInline, CameAlong, UseInline
from .kept import Kept, rights_of
from .listing import ArticleList
from .shown import around

_ACTIONS = Kept()
FLOW = ["status_shown", "publish_at", "first_published_at", "withdrawn_at", "withdrawn_reason"]
RECORD = ["version_shown", "length", "created_by", "created_at", "updated_by", "updated_at"]
# Where a piece runs is an editor's decision, also on a writer's own draft.
EDITORS_ONLY = ["is_lead", "page", "position"]
WORDS = {"fields": ["kicker", "headline", "subheadline", "summary", "dateline", "body"]}
PLACE = {"fields": ["kind", "column", "districts", "tags"]}
PAPER = {"fields": ["page", "position", "is_lead"]}
NOTE = {"fields": ["note"]}
ORIGIN = {"fields": ["source", "original_headline", "original_author", "ai_label"], "classes": ["collapse"]}


@cache
def _everything() -> QuerySet[Article]:
    """What `visible_to` says of editors, put together once."""
    return Article.objects.unbinned().order_by(*columns.NEWEST_FIRST)


@admin.register(Article)
class ArticleAdmin(SharedEditing, Binning, NewsroomAdmin):
    form = ArticleForm
    list_display = [
        columns.cover_column, columns.headline_column, columns.status_column, columns.label_column,
        columns.places_column, columns.authors_column, columns.page_column, "length", columns.time_column,
        columns.look_column,
    ]  # fmt: skip
    list_display_links = [columns.headline_column]
    list_filter = ["status", "kind", ColumnFilter, DistrictFilter, "publish_at"]
    search_fields = ["headline"]  # that there is a box; what it finds says get_search_results
    search_help_text = f"按标题、正文、作者、标签等查找，任意两个字都可以；最多列出最近的{search.BOUND}篇"
    date_hierarchy = "publish_at"
    ordering = list(columns.NEWEST_FIRST)
    list_per_page = columns.FIRST
    autocomplete_fields = ["column", "page"]
    formfield_overrides = {
        **FIELD_OVERRIDES,
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})},
    }
    inlines = [BylineInline, UseInline]
    actions = list(actions.BULK.values())
    change_form_template = "admin/articles/article/change_form.html"

    class Media:
        css = {"all": ["css/admin/editing.css"]}
        js = [f"js/admin/{name}.js" for name in ("ordering", "counting", "leaving", "uses", "session", "autosave",
                                                 "presence", "conflict")]  # fmt: skip

    # Who sees and changes what ---------------------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        match = request.resolver_match
        is_list = match is not None and match.url_name == "articles_article_changelist"
        if is_list and request.user.has_perm("articles.review_article"):
            return _everything().all()
        pieces = Article.objects.visible_to(request.user).order_by(*self.ordering)
        if is_list:
            return pieces  # the rows of a page are asked for by their keys: `ArticleList`
        return pieces.select_related("updated_by", "created_by", "page__edition", "column")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArticleList]:
        return ArticleList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """By the index of the readers' search, of pieces in every state that the user sees."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=Keys(self.found(request, queryset, search_term))), False

    def found(self, request: HttpRequest, queryset: QuerySet[Article] | None, search_term: str) -> list[int]:
        """Keys, of pieces in `queryset`, or of all that editors see."""
        try:
            return search.find(search_term, queryset, by_date=True, facets=False, everything=queryset is None).ids
        except search.TooLong:
            self.message_user(request, "这样的词太多，一时查不完：请再加一个词。", messages.WARNING)
            return []

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        if request.method != "GET":
            return may_change(obj, request.user)
        # Nothing changes while a form is shown, and Django asks nine times.
        known = vars(request).setdefault("may_change", {})
        if obj.pk not in known:
            came = around(obj)
            known[obj.pk] = may_change(obj, request.user, came.reviews_afterwards if came else None)
        return known[obj.pk]

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline: Any, prefix: str) -> dict[str, Any]:
        """As Django's; rows that came with the piece, where the user may see any, are not asked for."""
        if request.method == "GET" and around(obj) and inline.has_view_or_change_permission(request):
            return {"instance": obj, "prefix": prefix, "queryset": CameAlong()}
        return super().get_formset_kwargs(request, obj, inline, prefix)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        key = rights_of(request.user), IS_POPUP_VAR in request.GET
        return dict(_ACTIONS.get(key, lambda: self._actions(request)))

    def _actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        found.pop("delete_selected", None)  # deleting is a verb too
        for verb in actions.BULK:
            if not actions.may(verb, request.user):
                found.pop(f"bulk_{verb}", None)
        return found

    def view_on_site(self, obj: Article) -> str | None:
        return obj.get_absolute_url() if obj.is_public else None

    # What the form shows ---------------------------------------------------------------------------------------------
    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            sets = [("文字", WORDS), ("归类", PLACE), ("见报", PAPER), ("转载与标识", ORIGIN), ("备注", NOTE)]
        else:
            words = {"fields": [*WORDS["fields"][:-1], "body_shown"]}
            sets = [("文字", words), ("归类", PLACE), ("见报", PAPER), ("转载与标识", ORIGIN)]
        if obj is not None:
            sets += [("流程", {"fields": FLOW}), ("记录", {"fields": RECORD, "classes": ["collapse"]})]
        return sets

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        fixed = [*FLOW, *RECORD, "body_shown"]
        if not request.user.has_perm("articles.review_article"):
            fixed += EDITORS_ONLY
        if not may_arrange(request.user, obj):
            arranged = [*PLACE["fields"], *PAPER["fields"], *ORIGIN["fields"]]
            fixed += [name for name in arranged if name not in TEXT_FIELDS]
        return fixed

    @admin.display(description="状态")
    def status_shown(self, article: Article) -> SafeString:
        return columns.status_column(article)

    @admin.display(description="版本")
    def version_shown(self, article: Article) -> str:
        return f"第{article.version}版"

    @admin.display(description="正文")
    def body_shown(self, article: Article) -> SafeString:
        return richtext.shown(article.body)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, obj: Article | None = None, **kwargs: Any
    ) -> Any:
        form = context["adminform"].form
        editable = context["adminform"].form.fields.get("body") is not None
        # Deleting has a link of its own among the buttons of the form.
        verbs = [verb for verb in workflow.allowed_verbs(obj, request.user) if verb != "bin_"] if obj else []
        if obj is None and request.user.has_perm("articles.submit_article"):
            verbs = ["submit"]
        context["verbs"] = [(verb, VERB_LABELS[verb]) for verb in verbs if verb in actions.BUTTONS] if editable else []
        if editable:
            self.add_editing(request, context, obj)
        response = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        if getattr(form, "conflict", "") and not form.is_shown_only:
            response.status_code = 409
        return richtext.relax_policy(response) if editable else response

    def merged_view(self, request: HttpRequest, object_id: str | None, *args: Any, **kwargs: Any) -> HttpResponse:
        """A field that the form does not offer to this user is forged: 403, which is written into the log."""
        if request.method == "POST":
            self.refuse_forged(request, object_id)
        return super().merged_view(request, object_id, *args, **kwargs)

    def refuse_forged(self, request: HttpRequest, object_id: str | None) -> None:
        article = self.posted_to(request, object_id)
        if object_id and (article is None or not self.has_change_permission(request, article)):
            return  # 404 and 403 of their own
        columns_posted = {field.name for field in Article._meta.fields if field.name in request.POST}
        offered = {"version", "id"}
        if article is None or request.POST.get("version") == str(article.version):
            offered |= set(flatten_fieldsets(self.get_fieldsets(request, article)))
            offered -= set(self.get_readonly_fields(request, article))
        else:  # his form may be from a time when he was offered more
            offered |= {field.name for field in Article._meta.fields if field.editable}
        if columns_posted - offered:
            raise PermissionDenied

    # Saving ----------------------------------------------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Nothing yet: the piece and its rows are written as one, in `save_related`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Text, tags, districts, bylines and pictures in one transaction; nothing at all if nothing changed."""
        changed = form.changed_content or any(formset.has_changed() for formset in formsets)
        if changed or not change or form.instance.pending_id:
            kind = RevisionKind.MERGED if request.POST.get("_merged") else RevisionKind.SAVED
            with workflow.saving(form.instance, request.user, kind=kind):
                super().save_related(request, form, formsets, change)
        else:
            super().save_related(request, form, formsets, change)
        request.saved_article = form.instance

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return actions.act_from_form(request, obj) or super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return actions.act_from_form(request, obj) or super().response_add(request, obj, post_url_continue)
