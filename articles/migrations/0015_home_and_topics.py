import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.models.slug
import articles.richtext

# Changes of these are changes of readers' pages; a draft of the home page is not.
SHOWN = ("articles_homelayout", "articles_topic", "articles_topicgroup", "articles_topicstory")
OF_PICTURES = (("articles_photo", "id"), ("articles_rendition", "photo_id"))
FUNCTION = """
CREATE FUNCTION articles_topic_picture_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    picture bigint;
BEGIN
    IF current_setting('newsroom.counted', true) = txid_current()::text THEN
        RETURN NULL;
    END IF;
    picture := (to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END) ->> TG_ARGV[0])::bigint;
    IF EXISTS (SELECT 1 FROM articles_topic WHERE picture_id = picture AND publish_at IS NOT NULL) THEN
        PERFORM articles_count_up();
    END IF;
    RETURN NULL;
END $$;
"""


def trigger(name: str, table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function};",
        f"DROP TRIGGER {name} ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_redirects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HomeLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="编号")),
                ("slots", models.JSONField(verbose_name="版面")),
                (
                    "moments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), default=list, size=None, verbose_name="起止时间"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="发布时间")),
                ("said", models.CharField(blank=True, max_length=500, verbose_name="改动")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
            ],
            options={
                "verbose_name": "首页版面",
                "verbose_name_plural": "首页版面",
                "ordering": ["-number"],
                "permissions": [("curate_home", "可以编排首页和专题")],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        help_text="如“老旧小区改造”，不超过40字。", max_length=40, unique=True, verbose_name="标题"
                    ),
                ),
                (
                    "slug",
                    articles.models.slug.PinyinSlugField(
                        "title",
                        blank=True,
                        help_text="用于网址，留空时按拼音生成。",
                        max_length=90,
                        unique=True,
                        verbose_name="网址名",
                    ),
                ),
                (
                    "introduction",
                    articles.richtext.RichTextField(
                        blank=True, help_text="这个专题说的是什么，两三句话。", verbose_name="导语"
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="留空则读者看不到这个专题。",
                        null=True,
                        verbose_name="上线时间",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="修改时间"),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        help_text="从图片库选；留空时用第一篇有图稿件的图。",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="topics",
                        to="articles.photo",
                        verbose_name="题图",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="修改人",
                    ),
                ),
            ],
            options={
                "verbose_name": "专题",
                "verbose_name_plural": "专题",
                "ordering": ["-publish_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="TopicGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=30, verbose_name="小标题")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="articles.topic",
                        verbose_name="专题",
                    ),
                ),
            ],
            options={
                "verbose_name": "专题分组",
                "verbose_name_plural": "专题分组",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TopicStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topic_places",
                        to="articles.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stories",
                        to="articles.topicgroup",
                        verbose_name="分组",
                    ),
                ),
            ],
            options={
                "verbose_name": "专题稿件",
                "verbose_name_plural": "专题稿件",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HomeDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slots", models.JSONField(verbose_name="版面")),
                ("based_on", models.PositiveIntegerField(default=0, verbose_name="从哪个版面改起")),
                ("past", models.JSONField(default=list, verbose_name="之前的步骤")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="修改时间")),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="修改人",
                    ),
                ),
            ],
            options={
                "verbose_name": "首页草稿",
                "verbose_name_plural": "首页草稿",
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="home_draft_single_row")],
            },
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True),
                name="topic_titled",
                violation_error_message="请填写专题的标题。",
            ),
        ),
        migrations.AddConstraint(
            model_name="topicstory",
            constraint=models.UniqueConstraint(
                fields=("group", "article"),
                name="topic_story_once_in_group",
                violation_error_message="这篇稿件已经在这一组里。",
            ),
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION articles_topic_picture_change();"),
        *(trigger("public_change", table, "articles_public_change('always', 'id')") for table in SHOWN),
        *(
            trigger("topic_picture_change", table, f"articles_topic_picture_change('{column}')")
            for table, column in OF_PICTURES
        ),
    ]
