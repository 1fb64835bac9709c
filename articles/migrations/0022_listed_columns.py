from importlib import import_module

from django.db import migrations, models
from django.db.models import F, Q

# Columns are listed as districts are: where a column has few stories, the planner looks for them in all of them.
FUNCTIONS = """
CREATE OR REPLACE VIEW articles_listable AS
    SELECT 'district' AS list, m.district_id AS owner, a.publish_at AS at, a.id AS article_id
        FROM articles_article a JOIN articles_article_districts m ON m.article_id = a.id WHERE a.status = 'published'
    UNION ALL SELECT 'tag', g.tag_id, a.publish_at, a.id
        FROM articles_article a JOIN articles_taggedarticle g ON g.content_object_id = a.id WHERE a.status = 'published'
    UNION ALL SELECT DISTINCT 'person', b.reporter_id, a.publish_at, a.id
        FROM articles_article a JOIN articles_byline b ON b.article_id = a.id
        WHERE a.status = 'published' AND b.reporter_id IS NOT NULL
    UNION ALL SELECT 'as:' || b.role, b.reporter_id, a.publish_at, a.id
        FROM articles_article a JOIN articles_byline b ON b.article_id = a.id
        WHERE a.status = 'published' AND b.reporter_id IS NOT NULL
    UNION ALL SELECT 'column', a.column_id, a.publish_at, a.id
        FROM articles_article a WHERE a.status = 'published' AND a.column_id IS NOT NULL;

CREATE OR REPLACE FUNCTION articles_lists_of(kind text, column_id bigint) RETURNS TABLE (list text, owner bigint)
LANGUAGE sql IMMUTABLE AS $$
    SELECT 'all', 0::bigint UNION ALL SELECT 'kind:' || kind, 0
$$;

CREATE OR REPLACE FUNCTION articles_list_stories() RETURNS trigger LANGUAGE plpgsql AS $$
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
        SELECT array_agg(id) INTO ids FROM changed WHERE status = 'published';
    END IF;
    IF ids IS NOT NULL THEN
        PERFORM articles_list(ids);
    END IF;
    RETURN NULL;
END $$;

SELECT articles_list_everything();
"""
_OLD = import_module("articles.migrations.0021_listed").FUNCTIONS
_VIEW = _OLD[_OLD.index("CREATE VIEW articles_listable") : _OLD.index("-- Brings the rows")]
_OF = _OLD[_OLD.index("CREATE FUNCTION articles_lists_of") : _OLD.index("-- Everything anew")]
OLD = (
    "DROP VIEW articles_listable;"
    + _VIEW
    + _OF.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    + "SELECT articles_list_everything();"
)


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_listed")]

    operations = [
        migrations.RunSQL(FUNCTIONS, OLD),
        migrations.AddIndex(
            "article",
            models.Index(
                F("publish_at").desc(),
                F("id").desc(),
                name="article_newest_lead",
                condition=Q(status="published", is_lead=True),
            ),
        ),
    ]
