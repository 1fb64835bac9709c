"""The nouns of the newsroom, one a file. Verbs stand in `articles.workflow`, questions in the querysets."""

from .article import AiLabel, Article, ArticleKind, Status
from .byline import Byline, byline_line
from .column import Column
from .correction import Correction
from .district import District
from .editing import Presence, SideDraft
from .edition import Edition, HotArea, Page, PageCredit
from .generation import Generation
from .home import HomeDraft, HomeLayout
from .jump import Jump
from .listed import ListCount, Listed
from .log import LogEntry
from .page_import import ImportKind, ImportPicture, ImportStatus, PageImport
from .photo import ArticlePhoto, Photo, PhotoPurpose, PhotoStatus, Rights
from .redirect import Redirect
from .rendition import FormerRendition, Rendition
from .report import Report, ReportStatus
from .reporter import Reporter, Role
from .review import Catch, CatchKind, Decision, Proof, Resolution, Review
from .revision import Revision, RevisionKind
from .search_row import LateRow, PhotoSearchRow, Rename, SearchRow
from .site_settings import SiteSettings
from .static_page import StaticPage
from .tag import Tag, TaggedArticle
from .talk import Assignment, AssignmentStatus, Comment, Notification, PreviewLink, PreviewVisit
from .topic import Topic, TopicGroup, TopicStory
from .upload import PhotoFile, Shoot, Upload, UploadStatus

__all__ = [
    "AiLabel",
    "Article",
    "ArticleKind",
    "ArticlePhoto",
    "Assignment",
    "AssignmentStatus",
    "Byline",
    "Catch",
    "CatchKind",
    "Column",
    "Comment",
    "Correction",
    "Decision",
    "District",
    "Edition",
    "FormerRendition",
    "Generation",
    "HomeDraft",
    "HomeLayout",
    "HotArea",
    "ImportKind",
    "ImportPicture",
    "ImportStatus",
    "Jump",
    "LateRow",
    "ListCount",
    "Listed",
    "LogEntry",
    "Notification",
    "Page",
    "PageCredit",
    "PageImport",
    "Photo",
    "PhotoFile",
    "PhotoPurpose",
    "PhotoSearchRow",
    "PhotoStatus",
    "Presence",
    "PreviewLink",
    "PreviewVisit",
    "Proof",
    "Redirect",
    "Rename",
    "Rendition",
    "Report",
    "ReportStatus",
    "Reporter",
    "Resolution",
    "Review",
    "Revision",
    "RevisionKind",
    "Rights",
    "Role",
    "SearchRow",
    "Shoot",
    "SideDraft",
    "SiteSettings",
    "StaticPage",
    "Status",
    "Tag",
    "TaggedArticle",
    "Topic",
    "TopicGroup",
    "TopicStory",
    "Upload",
    "UploadStatus",
    "byline_line",
]
