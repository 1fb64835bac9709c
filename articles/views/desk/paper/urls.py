from django.urls import path

from articles.views.site import converters  # noqa: F401 - makes `<day:…>` known

from . import issues, sheets

urlpatterns = [
    path("", issues.listed, name="desk_paper"),
    path("add/", issues.add, name="desk_paper_add"),
    path("<day:day>/", issues.issue, name="desk_edition"),
    path("<day:day>/pages/", issues.add_page, name="desk_edition_page"),
    path("<day:day>/publish/", issues.publish, name="desk_edition_publish"),
    path("<day:day>/withdraw/", issues.withdraw, name="desk_edition_withdraw"),
    path("<day:day>/<int:number>/", sheets.sheet, name="desk_page"),
    path("<day:day>/<int:number>/areas/", sheets.areas, name="desk_page_areas"),
    path("<day:day>/<int:number>/stories/", sheets.stories, name="desk_page_stories"),
    path("<day:day>/<int:number>/name/", sheets.name, name="desk_page_name"),
    path("<day:day>/<int:number>/file/", sheets.file, name="desk_page_file"),
    path("<day:day>/<int:number>/file/<int:pk>/", sheets.use_file, name="desk_page_use_file"),
    path("<day:day>/<int:number>/remove/", sheets.remove, name="desk_page_remove"),
    path("<day:day>/<int:number>/sign/", sheets.sign, name="desk_page_sign"),
]
