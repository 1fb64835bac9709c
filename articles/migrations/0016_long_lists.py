from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_home_and_topics")]

    operations = [
        migrations.AddIndex(
            "article",
            models.Index(
                F("kind"),
                F("publish_at").desc(),
                F("id").desc(),
                name="article_newest_of_kind",
                condition=Q(status="published"),
            ),
        ),
        migrations.AddIndex(
            "article",
            models.Index("id", include=["publish_at"], name="article_time_by_key", condition=Q(status="published")),
        ),
        migrations.AddIndex("byline", models.Index(fields=["reporter", "article"], name="byline_by_reporter")),
        migrations.AddIndex(
            "taggedarticle", models.Index(fields=["tag", "content_object"], name="tagged_article_by_tag")
        ),
        # The table between stories and districts has no model of its own to declare it on.
        migrations.RunSQL(
            "CREATE INDEX article_by_district ON articles_article_districts (district_id, article_id);",
            "DROP INDEX article_by_district;",
        ),
    ]
