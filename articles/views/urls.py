"""Addresses of readers and staff (DESIGN: Addresses); one line an address, one view a line."""

from django.urls import path

urlpatterns: list[path] = []
