"""The photographers' pages, below /desk/photos/."""

from django.urls import path

from . import actions, detail, known, library, shoots, tus, upload

urlpatterns = [
    path("", library.library, name="photo_library"),
    path("bulk/", actions.bulk, name="photo_bulk"),
    path("<int:pk>/", detail.photo, name="photo_detail"),
    path("<int:pk>/state/", detail.state, name="photo_state"),
    path("<int:pk>/focal/", detail.focal, name="photo_focal"),
    path("<int:pk>/cut/", detail.cut, name="photo_cut"),
    path("<int:pk>/turn/<slug:way>/", detail.turn, name="photo_turn"),
    path("<int:pk>/file/", detail.file, name="photo_file"),
    path("<int:pk>/file/<int:number>/", detail.earlier_file, name="photo_earlier"),
    path("<int:pk>/original/", detail.original, name="photo_original"),
    path("<int:pk>/merge/", detail.merge, name="photo_merge"),
    path("uploads/", tus.uploads, name="photo_uploads"),
    path("uploads/<uuid:pk>/", tus.upload, name="photo_upload"),
    path("uploads/state/", upload.states, name="photo_upload_states"),
    path("upload/", upload.upload, name="photo_upload_page"),
    path("known/", known.known, name="photo_known"),
    path("shoots/", upload.begin_shoot, name="photo_shoots"),
    path("shoots/<int:pk>/", shoots.shoot, name="photo_shoot"),
    path("shoots/<int:pk>/cards/", shoots.cards, name="photo_shoot_cards"),
    path("shoots/<int:pk>/save/", shoots.save, name="photo_shoot_save"),
    path("shoots/<int:pk>/order/", shoots.order, name="photo_shoot_order"),
    path("shoots/<int:pk>/level/", shoots.level_field, name="photo_shoot_level"),
    path("shoots/<int:pk>/photos/<int:photo>/leave/", shoots.member, {"verb": "leave"}, name="photo_shoot_leave"),
    path("shoots/<int:pk>/photos/<int:photo>/take/", shoots.member, {"verb": "take"}, name="photo_shoot_take"),
    path("shoots/<int:pk>/photos/<int:photo>/turn/", shoots.turn, name="photo_shoot_turn"),
    path("shoots/<int:pk>/finish/", shoots.finish, name="photo_shoot_finish"),
    path("shoots/<int:pk>/story/", shoots.story, name="photo_shoot_story"),
    path("shoots/<int:pk>/drafts/", shoots.drafts, name="photo_shoot_drafts"),
    path("<int:pk>/act/<slug:verb>/", detail.act, name="photo_act"),
    path("shoots/<int:pk>/insert/", shoots.insert, name="photo_shoot_insert"),
]
