"""What is left of a picture when something is cut away: fractions of the turned whole, and the size of that."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_paper_desk")]

    operations = [
        migrations.AddField(
            "photo",
            "cut",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.FloatField(), blank=True, default=list, editable=False, size=4, verbose_name="裁剪"
            ),
        ),
        migrations.AddField(
            "photo",
            "whole_width",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="全宽（像素）"),
        ),
        migrations.AddField(
            "photo",
            "whole_height",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="全高（像素）"),
        ),
    ]
