"""The nouns of the newsroom, one a file. Verbs stand in `articles.workflow`, questions in the querysets."""

from .article import AiLabel, Article, ArticleKind, Status
from .byline import Byline, byline_line
from .column import Column
from .correction import Correction
from .district import District
from .edition import Edition, HotArea, Page, PageCredit
from .jump import Jump
from .page_import import ImportKind, ImportPicture, ImportStatus, PageImport
from .photo import ArticlePhoto, Photo, PhotoPurpose, PhotoStatus, Rights
from .rendition import Rendition
from .reporter import Reporter, Role
from .site_settings import SiteSettings
from .static_page import StaticPage
from .tag import Tag, TaggedArticle

__all__ = [
    "AiLabel",
    "Article",
    "ArticleKind",
    "ArticlePhoto",
    "Byline",
    "Column",
    "Correction",
    "District",
    "Edition",
    "HotArea",
    "ImportKind",
    "ImportPicture",
    "ImportStatus",
    "Jump",
    "Page",
    "PageCredit",
    "PageImport",
    "Photo",
    "PhotoPurpose",
    "PhotoStatus",
    "Rendition",
    "Reporter",
    "Rights",
    "Role",
    "SiteSettings",
    "StaticPage",
    "Status",
    "Tag",
    "TaggedArticle",
    "byline_line",
]
