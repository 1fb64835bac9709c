"""The admin's list of a year, a month or a day, newest first, from an index."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("articles", "0026_photo_search")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                F("publish_at").desc(), F("id").desc(), name="article_appeared_last", condition=Q(binned_at=None)
            ),
        ),
    ]
