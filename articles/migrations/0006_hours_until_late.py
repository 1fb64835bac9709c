from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_editorial_workflow"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="late_after_hours",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="稿件在一个环节等得更久，就列进采编台的“晚了的”；0为不提醒。",
                verbose_name="一审等几小时算晚",
            ),
        ),
    ]
