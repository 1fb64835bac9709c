"""The story as readers would see it, in any state, for those who may see it: on a desk, on a phone, in large type."""

from __future__ import annotations

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.views.site import shell
from articles.views.site.body import placed
from articles.views.site.metadata import metadata_for_page
from articles.views.site.selectors.frame import frame
from articles.views.site.story import written
from articles.views.site.unpublished import as_read, revised, uses_of
from articles.workflow import VERB_LABELS, allowed_verbs
from articles.workflow.comments import works_on
from articles.workflow.links import is_sharer

from .verbs import FORMS, NAMES

DEVICES = {"": "电脑", "phone": "手机"}
SIZES = {"": "标准字", "large": "大字", "huge": "长辈版"}


@require_safe
@staff_member_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The readers' own template with a banner over it; never kept by a browser or a search engine.

    `?on=phone` shows it in a frame 360 px wide, `?size=large` and `huge` in the type that readers can choose;
    `?pending=1` shows the change that waits for its reviews instead of what readers see;
    `?bare=1` is what stands in the frame: the page without the banner.
    """
    article = as_read(
        get_object_or_404(
            Article.objects.visible_to(request.user).select_related("column", "page__edition", "pending"), pk=pk
        )
    )
    works = works_on(article, request.user)
    pending = article.pending if works and "pending" in request.GET else None  # others read what readers read
    uses = revised(article, pending) if pending else uses_of(article)
    allowed = allowed_verbs(article, request.user)
    around = frame()
    device, size = (request.GET.get(name, "") for name in ("on", "size"))
    body = placed(article, uses)
    context = {
        "article": article,
        "text": written(article, body, around.settings),
        "slides": body.slides,
        "related": [],
        "is_public": False,
        "messages": get_messages(request),
        "pending": pending,
        "verbs": [
            (address, VERB_LABELS[name], name not in FORMS or name == "approve")
            for address, name in NAMES.items()
            if name in allowed
        ],
        "devices": DEVICES,
        "sizes": SIZES,
        "device": device if device in DEVICES else "",
        "size": size if size in SIZES else "",
        "bare": "bare" in request.GET,
        "works_on": works,
        "may_share": is_sharer(article, request.user),
    }
    metadata = metadata_for_page(request, f"预览：{article}", "", site=around.settings, robots="noindex, nofollow")
    response = shell.page(request, "desk/preview.html", context, metadata=metadata, around=around)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    policy = settings.CONTENT_SECURITY_POLICY
    if context["bare"]:  # nothing to press stands on it
        policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    elif context["device"]:
        policy += "; frame-src 'self'"
    response.headers["Content-Security-Policy"] = policy
    return response
