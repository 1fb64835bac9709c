from django.db import migrations, models
from django.db.models import Q

# What readers see of a table: every row ("always"), or rows that belong to a public story ("article", "of_article") or
# to a picture in use ("photo", "of_photo"). The second word is the column that leads there.
TABLES = [
    ("articles_article", "article", "id"),
    ("articles_article_districts", "of_article", "article_id"),
    ("articles_taggedarticle", "of_article", "content_object_id"),
    ("articles_byline", "of_article", "article_id"),
    ("articles_articlephoto", "of_article", "article_id"),
    ("articles_correction", "of_article", "article_id"),
    ("articles_jump", "of_article", "article_id"),
    ("articles_photo", "of_photo", "id"),
    ("articles_rendition", "of_photo", "photo_id"),
    ("articles_district", "always", "id"),
    ("articles_column", "always", "id"),
    ("articles_tag", "always", "id"),
    ("articles_reporter", "always", "id"),
    ("articles_edition", "always", "id"),
    ("articles_page", "always", "id"),
    ("articles_pagecredit", "always", "id"),
    ("articles_hotarea", "always", "id"),
    ("articles_sitesettings", "always", "id"),
    ("articles_staticpage", "always", "id"),
]

BUMP = """
INSERT INTO articles_generation (id, number) VALUES (1, 1);

CREATE FUNCTION articles_count_up() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_generation SET number = number + 1;
    PERFORM set_config('newsroom.counted', txid_current()::text, true);
    NOTIFY newsroom_public;
END $$;

CREATE FUNCTION articles_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
    is_public boolean;
BEGIN
    IF current_setting('newsroom.counted', true) = txid_current()::text THEN
        RETURN NULL;  -- once in a transaction is enough
    END IF;
    IF TG_ARGV[0] = 'always' THEN
        is_public := true;
    ELSIF TG_ARGV[0] = 'article' THEN
        is_public := (TG_OP <> 'DELETE' AND NEW.status IN ('published', 'withdrawn'))
            OR (TG_OP <> 'INSERT' AND OLD.status IN ('published', 'withdrawn'));
    ELSE
        IF TG_OP <> 'DELETE' THEN ids := ids || (to_jsonb(NEW) ->> TG_ARGV[1])::bigint; END IF;
        IF TG_OP <> 'INSERT' THEN ids := ids || (to_jsonb(OLD) ->> TG_ARGV[1])::bigint; END IF;
        IF TG_ARGV[0] = 'of_article' THEN
            is_public := EXISTS (
                SELECT 1 FROM articles_article WHERE id = ANY(ids) AND status IN ('published', 'withdrawn'));
        ELSE
            is_public := EXISTS (
                    SELECT 1 FROM articles_articlephoto u JOIN articles_article a ON a.id = u.article_id
                    WHERE u.photo_id = ANY(ids) AND a.status IN ('published', 'withdrawn'))
                OR EXISTS (SELECT 1 FROM articles_page WHERE image_id = ANY(ids))
                OR EXISTS (SELECT 1 FROM articles_reporter WHERE portrait_id = ANY(ids));
        END IF;
    END IF;
    IF is_public THEN
        PERFORM articles_count_up();
    END IF;
    RETURN NULL;
END $$;
""" + "".join(  # noqa: S608 - names of our own tables
    f"CREATE CONSTRAINT TRIGGER public_change AFTER INSERT OR UPDATE OR DELETE ON {table} "
    f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_public_change('{kind}', '{column}');\n"
    for table, kind, column in TABLES
)
NO_BUMP = "".join(f"DROP TRIGGER public_change ON {table};\n" for table, _, _ in TABLES) + (
    "DROP FUNCTION articles_public_change(); DROP FUNCTION articles_count_up();"
)


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_photo_desk")]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=1)),
            ],
            options={
                "verbose_name": "公开内容的版次",
                "verbose_name_plural": "公开内容的版次",
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=Q(pk=1), name="generation_single_row")],
            },
        ),
        migrations.RunSQL(BUMP, NO_BUMP),
    ]
