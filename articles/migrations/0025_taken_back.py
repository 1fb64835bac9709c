"""Since which generation nothing has been taken back from readers: older pages are shown to nobody, database or not."""

from django.db import migrations, models

PUT_OFF = "NEW.publish_at IS NULL OR NEW.publish_at > OLD.publish_at"
# (table, columns, when something that readers see is taken from them)
TABLES = [
    (
        "articles_article",
        "status, publish_at",
        f"OLD.status = 'published' AND (NEW.status <> 'published' OR {PUT_OFF})",
        "OLD.status = 'published'",
    ),
    ("articles_edition", "publish_at", f"OLD.publish_at IS NOT NULL AND ({PUT_OFF})", "OLD.publish_at IS NOT NULL"),
    ("articles_topic", "publish_at", f"OLD.publish_at IS NOT NULL AND ({PUT_OFF})", "OLD.publish_at IS NOT NULL"),
    ("articles_photo", "binned_at", "OLD.binned_at IS NULL AND NEW.binned_at IS NOT NULL", "OLD.binned_at IS NULL"),
]

# Triggers of one event fire in the order of their names: "public_taken_…" comes behind "public_change", which counts.
WATCH = """
CREATE FUNCTION articles_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_generation SET floor = number WHERE floor <> number;
    RETURN NULL;
END $$;
""" + "".join(  # noqa: S608 - names of our own tables
    f"""
CREATE CONSTRAINT TRIGGER public_taken_update AFTER UPDATE OF {columns} ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION articles_taken_back();
CREATE CONSTRAINT TRIGGER public_taken_delete AFTER DELETE ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({gone}) EXECUTE FUNCTION articles_taken_back();
"""
    for table, columns, changed, gone in TABLES
)
UNWATCH = (
    "".join(
        f"DROP TRIGGER public_taken_update ON {table}; DROP TRIGGER public_taken_delete ON {table};\n"
        for table, *_ in TABLES
    )
    + "DROP FUNCTION articles_taken_back();"
)


class Migration(migrations.Migration):
    dependencies = [("articles", "0024_changed_last")]

    operations = [
        migrations.AddField("generation", "floor", models.BigIntegerField(default=1)),
        migrations.RunSQL(WATCH, UNWATCH),
    ]
