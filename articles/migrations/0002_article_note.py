from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="note",
            field=models.TextField(
                blank=True,
                default="",
                help_text="只有采编人员看得到；导入时的疑点也记在这里。",
                max_length=2000,
                verbose_name="内部备注",
            ),
        ),
    ]
