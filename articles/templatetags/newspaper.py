"""What the desk's pages set as readers' pages do."""

from __future__ import annotations

from django import template

from articles.views.site.markup import byline, moment
from articles.views.site.picture_markup import figure

register = template.Library()
register.filter(byline)
register.simple_tag(moment)
register.simple_tag(figure)
