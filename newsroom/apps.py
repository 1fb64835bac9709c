"""The stock applications of Django, with what this project sets on them."""

from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

# Plugins of CKEditor that its toolbar here never loads; what is not on the server cannot be asked for either.
_UNUSED_PLUGINS = [
    "about", "adobeair", "ajax", "autoembed", "autogrow", "autolink", "bbcode", "codesnippet",
    "codesnippetgeshi", "colordialog", "copyformatting", "devtools", "div", "docprops", "embed", "embedbase",
    "embedsemantic", "exportpdf", "filetools", "flash", "forms", "iframe", "iframedialog", "image", "image2",
    "language", "mathjax", "menubutton", "notificationaggregator", "pagebreak", "placeholder", "preview",
    "scayt", "sharedspace", "smiley", "sourcedialog", "stylesheetparser", "tableresize", "templates",
    "uicolor", "uploadimage", "uploadwidget", "wsc", "xml",
]  # fmt: skip


class NewsroomAdminConfig(AdminConfig):
    default_site = "articles.admin.site.NewsroomAdminSite"


class NewsroomStaticFilesConfig(StaticFilesConfig):
    # A folder is left out by the path of its files: Django matches bare folder names otherwise, wherever they stand.
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "ckeditor_uploader",
        "galleriffic",
        *(f"ckeditor/ckeditor/plugins/{plugin}/*" for plugin in _UNUSED_PLUGINS),
        *(f"ckeditor/ckeditor/{folder}/*" for folder in ("adapters", "samples", "skins/kama", "skins/moono", "vendor")),
        # Languages other than English and Chinese: `e…` and `z…` are few enough to stay.
        "ckeditor/ckeditor/lang/[!ez]*",
        "ckeditor/ckeditor/plugins/*/lang/[!ez]*",
        "admin/js/vendor/select2/i18n/[!ez]*",
    ]
