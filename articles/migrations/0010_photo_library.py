import django.db.models.deletion
from django.db import migrations, models

import articles.models.rendition


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_nobody_signs_his_own")]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged",
                to="articles.photo",
                verbose_name="并入",
            ),
        ),
        migrations.AddField(
            model_name="rendition",
            name="recipe",
            field=models.CharField(blank=True, editable=False, max_length=16, verbose_name="配方"),
        ),
        migrations.CreateModel(
            name="FormerRendition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[("avif", "AVIF"), ("webp", "WebP"), ("jpeg", "JPEG")],
                        max_length=5,
                        verbose_name="格式",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=100,
                        storage=articles.models.rendition.rendition_storage,
                        unique=True,
                        upload_to="",
                        verbose_name="文件",
                    ),
                ),
                ("until", models.DateTimeField(db_index=True, verbose_name="保留到")),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_renditions",
                        to="articles.photo",
                        verbose_name="图片",
                    ),
                ),
            ],
            options={"verbose_name": "旧图片规格", "verbose_name_plural": "旧图片规格", "default_permissions": ()},
        ),
    ]
