import django.db.models.deletion
from django.db import migrations, models

# As articles.text.searchable: the same marks are dropped, a text is cut at the same ends of sentences.
MARKS = (
    r"\u0001-\u0009\u000b-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7"
    r"\u00f7\u02b0-\u036f\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020"
    r"\u302a-\u3030\u303d-\u303f\u30fb\ue000-\uf8ff\ufe00-\ufe4f\ufeff"
)
FUNCTIONS = r"""
CREATE FUNCTION articles_searchable(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT trim(both E'\n' from regexp_replace(regexp_replace(translate(
        regexp_replace(normalize(given, NFKC), '[\n\r\u3002\uFF01\uFF1F\uFF1B!?;]+', E'\n', 'g'),
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), '[MARKS]+', '', 'g'), '\n+', E'\n', 'g'))
$$;

CREATE FUNCTION articles_plain(html text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT replace(replace(replace(replace(replace(replace(
        regexp_replace(
            regexp_replace(html, '</(p|h[1-6]|li|figcaption|blockquote|td|th|caption)>|<br[^>]*>', E'\n', 'g'),
            '<[^>]*>', '', 'g'),
        '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&')
$$;

-- Pairs of neighbours of all texts, the single characters of the headline, and the month: what the index holds.
CREATE FUNCTION articles_search_keys(head text, side text, body text, tail text, month text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 50000 AS $$
    SELECT array_agg(DISTINCT key) FROM (
        SELECT c || n AS key FROM (
            SELECT c, lead(c) OVER (ORDER BY i) AS n
            FROM string_to_table(head || E'\n' || side || E'\n' || body || E'\n' || tail, NULL)
                WITH ORDINALITY AS s(c, i)
        ) AS p WHERE c <> E'\n' AND n <> E'\n'
        UNION ALL SELECT '^' || c FROM string_to_table(head, NULL) AS s(c) WHERE c <> E'\n'
        UNION ALL SELECT '@' || month WHERE month <> ''
    ) AS k
$$;

CREATE INDEX search_keys ON articles_searchrow
    USING gin (articles_search_keys(head, side, body, tail, month)) WITH (gin_pending_list_limit = 512);

-- By the indexes whatever the statistics say: in the transaction that fills a table there are none yet.
CREATE FUNCTION articles_write_search(ids bigint[]) RETURNS void LANGUAGE sql SET enable_seqscan = off AS $$
    INSERT INTO articles_searchrow (article_id, head, side, body, tail, public_from, month)
    SELECT a.id,
        articles_searchable(a.headline),
        articles_searchable(concat_ws(E'\n', a.kicker, a.subheadline, a.summary, a.source, a.original_headline,
            a.original_author, c.name,
            (SELECT string_agg(concat_ws(E'\n', b.name, b.organisation, p.name, p.slug), E'\n')
                FROM articles_byline b LEFT JOIN articles_reporter p ON p.id = b.reporter_id WHERE b.article_id = a.id),
            (SELECT string_agg(d.name || E'\n' || d.slug, E'\n') FROM articles_article_districts m
                JOIN articles_district d ON d.id = m.district_id WHERE m.article_id = a.id),
            (SELECT string_agg(t.name, E'\n') FROM articles_taggedarticle g
                JOIN articles_tag t ON t.id = g.tag_id WHERE g.content_object_id = a.id))),
        articles_searchable(articles_plain(a.body)),
        coalesce(articles_searchable((SELECT string_agg(concat_ws(E'\n', u.caption, f.caption, f.place), E'\n')
            FROM articles_articlephoto u JOIN articles_photo f ON f.id = u.photo_id WHERE u.article_id = a.id)), ''),
        CASE WHEN a.status = 'published' THEN a.publish_at END,
        CASE WHEN a.status = 'published' THEN to_char(a.publish_at AT TIME ZONE 'UTC', 'YYYY-MM') ELSE '' END
    FROM articles_article a LEFT JOIN articles_column c ON c.id = a.column_id
    WHERE a.id = ANY(ids)
    ON CONFLICT (article_id) DO UPDATE SET (head, side, body, tail, public_from, month)
        = (EXCLUDED.head, EXCLUDED.side, EXCLUDED.body, EXCLUDED.tail, EXCLUDED.public_from, EXCLUDED.month)
    WHERE (articles_searchrow.head, articles_searchrow.side, articles_searchrow.body, articles_searchrow.tail,
           articles_searchrow.public_from)
        IS DISTINCT FROM (EXCLUDED.head, EXCLUDED.side, EXCLUDED.body, EXCLUDED.tail, EXCLUDED.public_from)
$$;

-- Stories that changed in a transaction: each is written once, at its end. Empty between transactions.
CREATE UNLOGGED TABLE articles_searchqueue (
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(), article_id bigint NOT NULL,
    PRIMARY KEY (transaction, article_id)
);

CREATE FUNCTION articles_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_write_search(ARRAY[NEW.article_id]);
    DELETE FROM articles_searchqueue WHERE transaction = NEW.transaction AND article_id = NEW.article_id;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER search_changed AFTER INSERT ON articles_searchqueue
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_search_changed();

CREATE FUNCTION articles_queue_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    IF TG_ARGV[0] = 'photo' THEN
        SELECT array_agg(article_id) INTO ids FROM articles_articlephoto WHERE photo_id = NEW.id;
    ELSIF TG_ARGV[0] = 'reporter' THEN
        SELECT array_agg(DISTINCT article_id) INTO ids FROM articles_byline WHERE reporter_id = NEW.id;
    ELSIF TG_ARGV[0] = 'id' THEN
        ids := ARRAY[NEW.id];  -- not by way of JSON, which would write the whole body anew
    ELSIF TG_OP = 'DELETE' THEN
        ids := ARRAY[(to_jsonb(OLD) ->> TG_ARGV[0])::bigint];
    ELSE
        ids := ARRAY[(to_jsonb(NEW) ->> TG_ARGV[0])::bigint];
    END IF;
    INSERT INTO articles_searchqueue (article_id)
        SELECT one FROM unnest(ids) AS one ORDER BY one ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER search_new AFTER INSERT ON articles_article
    FOR EACH ROW EXECUTE FUNCTION articles_queue_search('id');
CREATE TRIGGER search_update AFTER UPDATE OF kicker, headline, subheadline, summary, body, source, original_headline,
    original_author, column_id, status, publish_at ON articles_article
    FOR EACH ROW EXECUTE FUNCTION articles_queue_search('id');
CREATE TRIGGER search_bylines AFTER INSERT OR UPDATE OR DELETE ON articles_byline
    FOR EACH ROW EXECUTE FUNCTION articles_queue_search('article_id');
CREATE TRIGGER search_uses AFTER INSERT OR UPDATE OR DELETE ON articles_articlephoto
    FOR EACH ROW EXECUTE FUNCTION articles_queue_search('article_id');
CREATE TRIGGER search_districts AFTER INSERT OR UPDATE OR DELETE ON articles_article_districts
    FOR EACH ROW EXECUTE FUNCTION articles_queue_search('article_id');
CREATE TRIGGER search_tags AFTER INSERT OR UPDATE OR DELETE ON articles_taggedarticle
    FOR EACH ROW EXECUTE FUNCTION articles_queue_search('content_object_id');
CREATE TRIGGER search_photos AFTER UPDATE OF caption, place ON articles_photo
    FOR EACH ROW WHEN (OLD.caption IS DISTINCT FROM NEW.caption OR OLD.place IS DISTINCT FROM NEW.place)
    EXECUTE FUNCTION articles_queue_search('photo');
CREATE TRIGGER search_reporters AFTER UPDATE OF name, slug ON articles_reporter
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.slug IS DISTINCT FROM NEW.slug)
    EXECUTE FUNCTION articles_queue_search('reporter');
""".replace("MARKS", MARKS)
NO_FUNCTIONS = """
DROP TRIGGER search_new ON articles_article;
DROP TRIGGER search_update ON articles_article;
DROP TRIGGER search_bylines ON articles_byline;
DROP TRIGGER search_uses ON articles_articlephoto;
DROP TRIGGER search_districts ON articles_article_districts;
DROP TRIGGER search_tags ON articles_taggedarticle;
DROP TRIGGER search_photos ON articles_photo;
DROP TRIGGER search_reporters ON articles_reporter;
DROP FUNCTION articles_queue_search();
DROP TABLE articles_searchqueue;
DROP FUNCTION articles_search_changed();
DROP FUNCTION articles_write_search(bigint[]);
DROP INDEX search_keys;
DROP FUNCTION articles_search_keys(text, text, text, text, text);
DROP FUNCTION articles_plain(text);
DROP FUNCTION articles_searchable(text);
"""
FILL = "SELECT articles_write_search(array_agg(id)) FROM articles_article"


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_reports")]

    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_row",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("head", models.TextField()),
                ("side", models.TextField()),
                ("body", models.TextField()),
                ("tail", models.TextField()),
                ("public_from", models.DateTimeField(db_index=True, null=True)),
                ("month", models.CharField(max_length=7)),
            ],
            options={"verbose_name": "检索", "verbose_name_plural": "检索"},
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
