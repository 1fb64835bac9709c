"""The story as readers would see it, in any state, for those who may see it."""

from __future__ import annotations

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Page, PhotoStatus
from articles.views.site import shell
from articles.views.site.body import placed
from articles.views.site.metadata import metadata_for_page
from articles.views.site.selectors.frame import frame
from articles.workflow import VERB_LABELS, allowed_verbs


@require_safe
@staff_member_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The readers' own template with a banner over it; never kept by a browser or a search engine."""
    article = as_read(
        get_object_or_404(Article.objects.visible_to(request.user).select_related("column", "page__edition"), pk=pk)
    )
    uses = article.uses.filter(photo__status=PhotoStatus.READY).select_related("photo__photographer")
    allowed = [verb for verb in allowed_verbs(article, request.user) if verb != "correct"]
    around = frame()
    context = {
        "article": article,
        "body": placed(article, list(uses.prefetch_related("photo__renditions"))),
        "verbs": [(verb.rstrip("_"), VERB_LABELS[verb]) for verb in allowed],
    }
    metadata = metadata_for_page(request, f"预览：{article}", "", site=around.settings, robots="noindex, nofollow")
    response = shell.page(request, "desk/preview.html", context, metadata=metadata, around=around)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def as_read(article: Article) -> Article:
    """What the readers' template asks of a story besides its columns; an unpublished one is dated now."""
    article.publish_at = article.publish_at or timezone.now()
    article.in_paper = Page.objects.public().filter(pk=article.page_id).exists()
    article.credit_rows = list(article.page.credits.values("role", "name")) if article.in_paper else []
    return article
