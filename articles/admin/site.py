"""The newsroom's admin site: stock Django, our name and look on it."""

from django.contrib.admin import AdminSite


class NewsroomAdminSite(AdminSite):
    site_header = "采编后台"
    site_title = "采编后台"
    index_title = "工作台"
    empty_value_display = "—"
