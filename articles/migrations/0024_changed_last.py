from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("articles", "0023_search_pending")]

    operations = [
        migrations.AddIndex(
            "article",
            models.Index(
                F("updated_at").desc(), F("id").desc(), name="article_changed_last", condition=Q(binned_at=None)
            ),
        ),
    ]
