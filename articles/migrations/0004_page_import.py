import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_article_archive_key"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="import_item",
            field=models.CharField(blank=True, default="", editable=False, max_length=20, verbose_name="导入的第几条"),
        ),
        migrations.CreateModel(
            name="Jump",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(choices=[("to", "下转"), ("from", "上接")], max_length=4, verbose_name="方向"),
                ),
                (
                    "page_label",
                    models.CharField(
                        blank=True, help_text="报上印的版次，如“3”“A3”。", max_length=20, verbose_name="版次"
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="原文")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jumps",
                        to="articles.article",
                        verbose_name="稿件",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="jumps_here",
                        to="articles.article",
                        verbose_name="另一半",
                    ),
                ),
            ],
            options={
                "verbose_name": "转版",
                "verbose_name_plural": "转版",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PageImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("paste", "粘贴"), ("txt", "文本文件"), ("docx", "Word 文稿"), ("pdf", "PDF 版面")],
                        default="paste",
                        max_length=5,
                        verbose_name="来源",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="文件名")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("reading", "读取中"),
                            ("open", "待核对"),
                            ("done", "已建稿"),
                            ("failed", "读不了"),
                            ("discarded", "已丢弃"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("edition_date", models.DateField(blank=True, null=True, verbose_name="期次")),
                ("page_number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="版序")),
                ("text", models.TextField(blank=True, verbose_name="原文")),
                (
                    "text_sha256",
                    models.CharField(
                        blank=True, db_index=True, help_text="空白不计。", max_length=64, verbose_name="原文 SHA-256"
                    ),
                ),
                ("first", models.JSONField(blank=True, default=dict, verbose_name="最初的判断")),
                ("sheet", models.JSONField(blank=True, default=dict, verbose_name="现在的判断")),
                ("steps", models.JSONField(blank=True, default=list, verbose_name="操作")),
                ("steps_done", models.PositiveIntegerField(default=0, verbose_name="已做的操作")),
                ("layout", models.JSONField(blank=True, default=dict, verbose_name="版式")),
                ("notes", models.JSONField(blank=True, default=list, verbose_name="读取时的说明")),
                (
                    "original",
                    models.FileField(blank=True, max_length=200, upload_to="imports/%Y/%m", verbose_name="原文件"),
                ),
                (
                    "page_image",
                    models.FileField(blank=True, max_length=200, upload_to="imports/%Y/%m", verbose_name="版面图"),
                ),
                ("error", models.TextField(blank=True, verbose_name="读不了的原因")),
                ("sheet_in_file", models.PositiveSmallIntegerField(default=1, verbose_name="文件里的第几页")),
                ("group", models.UUIDField(db_index=True, default=uuid.uuid4, verbose_name="同一次上传")),
                ("item_count", models.PositiveIntegerField(default=0, verbose_name="条数")),
                ("doubt_count", models.PositiveIntegerField(default=0, verbose_name="待核对处")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="导入时间")),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="修改时间")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="建稿时间")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="page_imports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="导入人",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="修改人",
                    ),
                ),
            ],
            options={
                "verbose_name": "版面导入",
                "verbose_name_plural": "版面导入",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                (
                    "original",
                    models.FileField(blank=True, max_length=200, upload_to="imports/%Y/%m", verbose_name="原图"),
                ),
                (
                    "thumbnail",
                    models.FileField(blank=True, max_length=200, upload_to="imports/%Y/%m", verbose_name="小图"),
                ),
                ("format", models.CharField(blank=True, max_length=10, verbose_name="格式")),
                ("width", models.PositiveIntegerField(default=0, verbose_name="宽（像素）")),
                ("height", models.PositiveIntegerField(default=0, verbose_name="高（像素）")),
                ("caption", models.TextField(blank=True, verbose_name="图片说明")),
                ("credit", models.TextField(blank=True, verbose_name="署名")),
                ("refused", models.TextField(blank=True, verbose_name="未接收的原因")),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.photo",
                        verbose_name="图片",
                    ),
                ),
                (
                    "page_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="articles.pageimport",
                        verbose_name="版面导入",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入的图片",
                "verbose_name_plural": "导入的图片",
                "ordering": ["page_import", "number"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="page_import",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="articles",
                to="articles.pageimport",
                verbose_name="版面导入",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["headline"], name="article_headline"),
        ),
        migrations.AddConstraint(
            model_name="jump",
            constraint=models.UniqueConstraint(
                fields=("article", "direction", "page_label"),
                name="jump_once",
                violation_error_message="这篇稿件已有这一处转版：请删去重复的一行。",
            ),
        ),
        migrations.AddIndex(
            model_name="pageimport",
            index=models.Index(fields=["created_by", "status", "-created_at"], name="page_import_of_user"),
        ),
        migrations.AddConstraint(
            model_name="pageimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("page_number__isnull", True),
                    models.Q(("edition_date__isnull", False), ("page_number__gte", 1), ("page_number__lte", 200)),
                    _connector="OR",
                ),
                name="page_import_page_of_an_edition",
                violation_error_message="版序是1到200之间的数字，并且只有选了期次才有：请选期次，或把版序留空。",
            ),
        ),
        migrations.AddConstraint(
            model_name="pageimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "done"), _negated=True), ("done_at__isnull", False), _connector="OR"
                ),
                name="page_import_done_has_time",
                violation_error_message="已建稿的导入须有建稿时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="pageimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "failed"), _negated=True),
                    models.Q(("error", ""), _negated=True),
                    _connector="OR",
                ),
                name="page_import_failed_has_reason",
                violation_error_message="读不了的导入须写明原因。",
            ),
        ),
        migrations.AddConstraint(
            model_name="importpicture",
            constraint=models.UniqueConstraint(fields=("page_import", "number"), name="import_picture_once"),
        ),
    ]
