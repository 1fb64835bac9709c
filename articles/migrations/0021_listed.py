from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

FUNCTIONS = """
-- The first day of the month by the paper's clock (TIME_ZONE of the settings).
CREATE FUNCTION articles_month(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date $$;

CREATE VIEW articles_listable AS
    SELECT 'district' AS list, m.district_id AS owner, a.publish_at AS at, a.id AS article_id
        FROM articles_article a JOIN articles_article_districts m ON m.article_id = a.id WHERE a.status = 'published'
    UNION ALL SELECT 'tag', g.tag_id, a.publish_at, a.id
        FROM articles_article a JOIN articles_taggedarticle g ON g.content_object_id = a.id WHERE a.status = 'published'
    UNION ALL SELECT DISTINCT 'person', b.reporter_id, a.publish_at, a.id
        FROM articles_article a JOIN articles_byline b ON b.article_id = a.id
        WHERE a.status = 'published' AND b.reporter_id IS NOT NULL
    UNION ALL SELECT 'as:' || b.role, b.reporter_id, a.publish_at, a.id
        FROM articles_article a JOIN articles_byline b ON b.article_id = a.id
        WHERE a.status = 'published' AND b.reporter_id IS NOT NULL;

-- Brings the rows of some stories into line, and counts what came and went.
CREATE FUNCTION articles_list(ids bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    WITH gone AS (
        DELETE FROM articles_listed WHERE article_id = ANY(ids) AND (list, owner, at, article_id) NOT IN (
            SELECT list, owner, at, article_id FROM articles_listable WHERE article_id = ANY(ids))
        RETURNING list, owner, at
    )
    INSERT INTO articles_listcount (list, owner, month, number, is_new)
        SELECT list, owner, articles_month(at), -count(*), true FROM gone GROUP BY 1, 2, 3;
    WITH come AS (
        INSERT INTO articles_listed (list, owner, at, article_id)
            SELECT list, owner, at, article_id FROM articles_listable WHERE article_id = ANY(ids)
        ON CONFLICT (article_id, list, owner) DO NOTHING
        RETURNING list, owner, at
    )
    INSERT INTO articles_listcount (list, owner, month, number, is_new)
        SELECT list, owner, articles_month(at), count(*), true FROM come GROUP BY 1, 2, 3;
END $$;

CREATE FUNCTION articles_list_belongings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
    seen text := CASE TG_OP WHEN 'UPDATE' THEN '(TABLE changed UNION ALL TABLE former)' ELSE 'changed' END;
BEGIN
    EXECUTE format('SELECT array_agg(DISTINCT %I) FROM %s AS c', TG_ARGV[0], seen) INTO ids;
    IF ids IS NOT NULL THEN
        PERFORM articles_list(ids);
    END IF;
    RETURN NULL;
END $$;

-- Stories by list, as rows to count: everything, a kind, a column.
CREATE FUNCTION articles_lists_of(kind text, column_id bigint) RETURNS TABLE (list text, owner bigint)
LANGUAGE sql IMMUTABLE AS $$
    SELECT 'all', 0::bigint UNION ALL SELECT 'kind:' || kind, 0
    UNION ALL SELECT 'column', column_id WHERE column_id IS NOT NULL
$$;

CREATE FUNCTION articles_list_stories() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- Nearly every change of a story leaves its lists as they are.
        SELECT array_agg(c.id) INTO ids FROM changed c JOIN former f USING (id)
        WHERE (c.status = 'published' OR f.status = 'published')
            AND (c.status, c.publish_at, c.kind, c.column_id)
                IS DISTINCT FROM (f.status, f.publish_at, f.kind, f.column_id);
        IF ids IS NULL THEN
            RETURN NULL;
        END IF;
        INSERT INTO articles_listcount (list, owner, month, number, is_new)
            SELECT l.list, l.owner, articles_month(s.publish_at), sum(s.number), true FROM (
                SELECT id, status, kind, column_id, publish_at, 1 AS number FROM changed
                UNION ALL SELECT id, status, kind, column_id, publish_at, -1 FROM former
            ) AS s, articles_lists_of(s.kind, s.column_id) AS l
            WHERE s.id = ANY(ids) AND s.status = 'published' GROUP BY 1, 2, 3 HAVING sum(s.number) <> 0;
    ELSE
        INSERT INTO articles_listcount (list, owner, month, number, is_new)
            SELECT l.list, l.owner, articles_month(s.publish_at),
                CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END, true
            FROM changed AS s, articles_lists_of(s.kind, s.column_id) AS l
            WHERE s.status = 'published' GROUP BY 1, 2, 3;
        SELECT array_agg(id) INTO ids FROM changed WHERE TG_OP = 'DELETE' AND status = 'published';
    END IF;
    IF ids IS NOT NULL THEN
        PERFORM articles_list(ids);
    END IF;
    RETURN NULL;
END $$;

-- Everything anew: for a table that was filled without triggers.
CREATE FUNCTION articles_list_everything() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM articles_listed;
    DELETE FROM articles_listcount;
    INSERT INTO articles_listed (list, owner, at, article_id)
        SELECT list, owner, at, article_id FROM articles_listable ORDER BY list, owner, at, article_id;
    INSERT INTO articles_listcount (list, owner, month, number, is_new)
        SELECT list, owner, articles_month(at), count(*), false FROM articles_listed GROUP BY 1, 2, 3
        UNION ALL SELECT l.list, l.owner, articles_month(a.publish_at), count(*), false
            FROM articles_article a, articles_lists_of(a.kind, a.column_id) AS l
            WHERE a.status = 'published' GROUP BY 1, 2, 3;
END $$;
SELECT articles_list_everything();

-- As in 0008, and new counts become one row with the old ones: here, since this row's lock lets in one at a time.
CREATE OR REPLACE FUNCTION articles_count_up() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_generation SET number = number + 1;
    PERFORM set_config('newsroom.counted', txid_current()::text, true);
    NOTIFY newsroom_public;
    WITH touched AS (
        SELECT DISTINCT list, owner, month FROM articles_listcount WHERE is_new
    ), gone AS (
        DELETE FROM articles_listcount c USING touched t
        WHERE c.list = t.list AND c.owner = t.owner AND c.month = t.month
        RETURNING c.list, c.owner, c.month, c.number
    )
    INSERT INTO articles_listcount (list, owner, month, number, is_new)
        SELECT list, owner, month, sum(number), false FROM gone GROUP BY 1, 2, 3 HAVING sum(number) <> 0;
END $$;
"""
TABLES = {  # and how the story is called there
    "articles_article": "id", "articles_article_districts": "article_id", "articles_taggedarticle": "content_object_id",
    "articles_byline": "article_id",
}  # fmt: skip
SEEN = {
    "INSERT": "NEW TABLE AS changed", "DELETE": "OLD TABLE AS changed",
    "UPDATE": "OLD TABLE AS former NEW TABLE AS changed",
}  # fmt: skip
TRIGGERS = "".join(
    f"CREATE TRIGGER listed_{event.lower()} AFTER {event} ON {table} REFERENCING {seen} FOR EACH STATEMENT "
    f"EXECUTE FUNCTION {'articles_list_stories' if column == 'id' else 'articles_list_belongings'}('{column}');\n"
    for table, column in TABLES.items()
    for event, seen in SEEN.items()
)
_BUMP = import_module("articles.migrations.0008_generation").BUMP
NO_FUNCTIONS = (
    "".join(f"DROP TRIGGER listed_{event.lower()} ON {table};\n" for table in TABLES for event in SEEN)
    + "DROP FUNCTION articles_list_everything(); DROP FUNCTION articles_list_stories();"
    "DROP FUNCTION articles_lists_of(text, bigint); DROP FUNCTION articles_list_belongings();"
    "DROP FUNCTION articles_list(bigint[]); DROP VIEW articles_listable; DROP FUNCTION articles_month(timestamptz);"
    + _BUMP[_BUMP.index("CREATE FUNCTION articles_count_up") : _BUMP.index("CREATE FUNCTION articles_public_change")]
    .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_home_redo")]

    operations = [
        migrations.CreateModel(
            name="ListCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list", models.CharField(max_length=16)),
                ("owner", models.BigIntegerField()),
                ("month", models.DateField()),
                ("number", models.IntegerField()),
                ("is_new", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "列表篇数",
                "verbose_name_plural": "列表篇数",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["list", "owner", "month"], name="list_count"),
                    models.Index(condition=Q(is_new=True), fields=["id"], name="list_count_new"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list", models.CharField(max_length=16)),
                ("owner", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="listed",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "列表",
                "verbose_name_plural": "列表",
                "default_permissions": (),
                "indexes": [models.Index("list", "owner", F("at").desc(), F("article").desc(), name="listed_newest")],
                "constraints": [models.UniqueConstraint(fields=("article", "list", "owner"), name="listed_once")],
            },
        ),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, NO_FUNCTIONS),
    ]
