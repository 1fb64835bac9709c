"""`manage.py clear_uploads`: what nobody has gone on with for two days goes away. Meant for a daily timer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.models import Shoot
from articles.workflow.uploads import KEPT, clear_expired


class Command(BaseCommand):
    help = "Remove uploads that nobody has continued for 48 hours, with their bytes, and shoots that hold nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        uploads = clear_expired()
        old = timezone.now() - KEPT - timedelta(hours=1)
        empty = Shoot.objects.filter(photos=None, uploads=None, created_at__lt=old)
        shoots = empty.count()
        empty.delete()
        self.stdout.write(f"{uploads} uploads and {shoots} empty shoots removed.")
