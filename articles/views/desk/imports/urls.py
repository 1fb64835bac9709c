from django.urls import path

from . import drafts, files, sheet, start, steps

urlpatterns = [
    path("", start.desk, name="desk_import"),
    path("paste/", start.paste, name="desk_import_paste"),
    path("upload/", start.upload, name="desk_import_upload"),
    path("<int:pk>/", sheet.show, name="desk_import_sheet"),
    path("<int:pk>/status/", sheet.status, name="desk_import_status"),
    path("<int:pk>/again/", sheet.again, name="desk_import_again"),
    path("<int:pk>/discard/", sheet.throw_away, name="desk_import_discard"),
    path("<int:pk>/restore/", sheet.bring_back, name="desk_import_restore"),
    path("<int:pk>/place/", sheet.put, name="desk_import_place"),
    path("<int:pk>/steps/", steps.take, name="desk_import_steps"),
    path("<int:pk>/undo/", steps.undo, name="desk_import_undo"),
    path("<int:pk>/redo/", steps.redo, name="desk_import_redo"),
    path("<int:pk>/drafts/", drafts.make, name="desk_import_drafts"),
    path("<int:pk>/source/", files.source, name="desk_import_source"),
    path("<int:pk>/pictures/<int:number>/", files.picture, name="desk_import_picture"),
    path("<int:pk>/page-image/", files.page_image, name="desk_import_page_image"),
]
