from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_search_marks")]

    operations = [
        migrations.AddField(
            model_name="homedraft",
            name="future",
            field=models.JSONField(default=list, verbose_name="撤销了的步骤"),
        ),
    ]
