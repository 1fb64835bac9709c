from importlib import import_module

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

_OLD = import_module("articles.migrations.0013_search").FUNCTIONS
OLD = (
    "TRUNCATE articles_searchrow;"
    + _OLD[_OLD.index("-- Pairs of neighbours") : _OLD.index("-- Stories that changed")]
    + _OLD[_OLD.index("CREATE FUNCTION articles_search_changed") : _OLD.index("CREATE CONSTRAINT TRIGGER")]
    + _OLD[_OLD.index("CREATE TRIGGER search_update") : _OLD.index("CREATE TRIGGER search_bylines")]
).replace("CREATE FUNCTION articles_search_changed", "CREATE OR REPLACE FUNCTION articles_search_changed")
# The rows are written anew: they and the index hold what facets count, and collate as bytes.
AWAY = """
DROP INDEX search_keys;
DROP FUNCTION articles_search_keys(text, text, text, text, text);
DROP FUNCTION articles_write_search(bigint[]);
DROP TRIGGER search_update ON articles_article;
TRUNCATE articles_searchrow;
"""
FUNCTIONS = r"""
-- What the index holds, as numbers, which are sorted in less than half the time of texts: pairs of neighbours of all
-- texts (two code points), each character of the headline (one), and the marks (a part of their hash, above both).
CREATE FUNCTION articles_search_keys(head text, side text, body text, tail text, marks text[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 50000 AS $$
    SELECT ARRAY(
        SELECT ascii(c) * 2097152::bigint + ascii(n) FROM concat_ws(E'\n', head, side, body, tail) AS whole (t),
            unnest(string_to_array(t, NULL), string_to_array(substr(t, 2), NULL)) AS p (c, n)
        WHERE c <> E'\n' AND n <> E'\n'
    ) || ARRAY(SELECT ascii(c)::bigint FROM string_to_table(head, NULL) AS s (c) WHERE c <> E'\n')
    || ARRAY(SELECT 1125899906842624 + ('x' || left(md5(mark), 12))::bit(48)::bigint FROM unnest(marks) AS m (mark))
$$;

CREATE INDEX search_keys ON articles_searchrow
    USING gin (articles_search_keys(head, side, body, tail, marks)) WITH (gin_pending_list_limit = 512);
-- No statistics: they would be worked out from 30,000 stories again and again, and every query names the index anyway.
ALTER INDEX search_keys ALTER COLUMN 1 SET STATISTICS 0;
-- Bodies apart and as they are: the rows that are ranked stay small, and a body is read without being unpacked.
ALTER TABLE articles_searchrow ALTER body SET STORAGE EXTERNAL;
ALTER TABLE articles_searchrow SET (toast_tuple_target = 512);

-- In PL/pgSQL, which keeps the plan. By the indexes whatever the statistics say: in the transaction that fills a table
-- there are none yet.
CREATE FUNCTION articles_write_search(ids bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO articles_searchrow (article_id, head, side, body, tail, public_from, marks)
    SELECT a.id,
        articles_searchable(a.headline),
        articles_searchable(concat_ws(E'\n', a.kicker, a.subheadline, a.summary, a.source, a.original_headline,
            a.original_author, c.name, by.names, near.names,
            (SELECT string_agg(t.name, E'\n') FROM articles_taggedarticle g
                JOIN articles_tag t ON t.id = g.tag_id WHERE g.content_object_id = a.id))),
        articles_searchable(articles_plain(a.body)),
        coalesce(articles_searchable((SELECT string_agg(concat_ws(E'\n', u.caption, f.caption, f.place), E'\n')
            FROM articles_articlephoto u JOIN articles_photo f ON f.id = u.photo_id WHERE u.article_id = a.id)), ''),
        CASE WHEN a.status = 'published' THEN a.publish_at END,
        CASE WHEN a.status = 'published' THEN ARRAY['@' || to_char(a.publish_at AT TIME ZONE 'UTC', 'YYYY-MM'),
            '@' || to_char(a.publish_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')] ELSE '{@}' END || ('#k' || a.kind)
            || CASE WHEN a.column_id IS NULL THEN '{}' ELSE ARRAY['#c' || a.column_id] END
            || coalesce(near.marks, '{}') || coalesce(by.marks, '{}')
    FROM articles_article a LEFT JOIN articles_column c ON c.id = a.column_id
    CROSS JOIN LATERAL (
        SELECT string_agg(concat_ws(E'\n', b.name, b.organisation, p.name, p.slug), E'\n' ORDER BY b.id) AS names,
            array_agg(DISTINCT '#p' || p.id) FILTER (WHERE p.id IS NOT NULL) AS marks
        FROM articles_byline b LEFT JOIN articles_reporter p ON p.id = b.reporter_id WHERE b.article_id = a.id
    ) AS by
    CROSS JOIN LATERAL (
        SELECT string_agg(d.name || E'\n' || d.slug, E'\n' ORDER BY d.id) AS names,
            array_agg('#d' || d.id ORDER BY d.id) AS marks
        FROM articles_article_districts m JOIN articles_district d ON d.id = m.district_id WHERE m.article_id = a.id
    ) AS near
    WHERE a.id = ANY(ids)
    ON CONFLICT (article_id) DO UPDATE SET (head, side, body, tail, public_from, marks)
        = (EXCLUDED.head, EXCLUDED.side, EXCLUDED.body, EXCLUDED.tail, EXCLUDED.public_from, EXCLUDED.marks)
    WHERE (articles_searchrow.head, articles_searchrow.side, articles_searchrow.body, articles_searchrow.tail,
           articles_searchrow.public_from, articles_searchrow.marks)
        IS DISTINCT FROM (EXCLUDED.head, EXCLUDED.side, EXCLUDED.body, EXCLUDED.tail, EXCLUDED.public_from,
                          EXCLUDED.marks);
END $$;

-- The first of them writes all: one statement for a story or for thousands.
CREATE OR REPLACE FUNCTION articles_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    IF EXISTS (SELECT 1 FROM articles_searchqueue WHERE transaction = NEW.transaction AND article_id = NEW.article_id)
    THEN
        WITH taken AS (DELETE FROM articles_searchqueue WHERE transaction = NEW.transaction RETURNING article_id)
        SELECT array_agg(article_id ORDER BY article_id) INTO ids FROM taken;
        PERFORM articles_write_search(ids);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER search_update AFTER UPDATE OF kicker, headline, subheadline, summary, body, source, original_headline,
    original_author, column_id, kind, status, publish_at ON articles_article
    FOR EACH ROW EXECUTE FUNCTION articles_queue_search('id');
"""
NO_FUNCTIONS = """
DROP INDEX search_keys;
DROP FUNCTION articles_search_keys(text, text, text, text, text[]);
DROP FUNCTION articles_write_search(bigint[]);
DROP TRIGGER search_update ON articles_article;
ALTER TABLE articles_searchrow RESET (toast_tuple_target), ALTER body SET STORAGE EXTENDED;
"""
FILL = "SELECT articles_write_search(array_agg(id)) FROM articles_article"
C = {"db_collation": "C"}


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_photo_cut")]

    operations = [
        migrations.RunSQL(AWAY, OLD + FILL),
        migrations.RemoveField("searchrow", "month"),
        migrations.AddField(
            "searchrow", "marks", ArrayField(models.CharField(max_length=30, **C), default=list), preserve_default=False
        ),
        migrations.AlterField("searchrow", "head", models.TextField(**C)),
        migrations.AlterField("searchrow", "side", models.TextField(**C)),
        migrations.AlterField("searchrow", "body", models.TextField(**C)),
        migrations.AlterField("searchrow", "tail", models.TextField(**C)),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
