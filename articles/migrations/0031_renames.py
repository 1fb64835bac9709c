"""A new name of a person, district, column, tag or shoot: what stands in many search rows is written by the worker."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import F

_SEARCH = import_module("articles.migrations.0013_search").FUNCTIONS
_MARKS = import_module("articles.migrations.0019_search_marks").FUNCTIONS
_PHOTOS = import_module("articles.migrations.0026_photo_search").FUNCTIONS
_STORIES = _MARKS[
    _MARKS.index("CREATE FUNCTION articles_write_search") : _MARKS.index("-- The first of them writes all")
]
_OF_PHOTOS = _PHOTOS[
    _PHOTOS.index("CREATE FUNCTION articles_write_photo_search") : _PHOTOS.index(
        "CREATE FUNCTION articles_photo_words_changed"
    )
]


def _replaced(function: str) -> str:
    """With the settings that 0029 gave it: to replace a function takes them away."""
    function = function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    return function.replace(
        "SET enable_seqscan = off", "SET enable_seqscan = off SET plan_cache_mode = force_generic_plan"
    )


# A statement sees what was committed when it began: who waited for a row while he wrote it would write what was right
# before. So the rows are locked first, in one order, and the words read afterwards.
LOCKED_FIRST = _replaced(_STORIES + _OF_PHOTOS).replace(
    "BEGIN\n    INSERT INTO articles_searchrow",
    "BEGIN\n    PERFORM 1 FROM articles_searchrow WHERE article_id = ANY(ids) ORDER BY article_id FOR NO KEY UPDATE;\n"
    "    INSERT INTO articles_searchrow",
).replace(
    "BEGIN\n    INSERT INTO articles_photosearchrow",
    "BEGIN\n    PERFORM 1 FROM articles_photosearchrow WHERE photo_id = ANY(ids) ORDER BY photo_id FOR NO KEY UPDATE;\n"
    "    INSERT INTO articles_photosearchrow",
)  # fmt: skip
UNLOCKED = _replaced(_STORIES + _OF_PHOTOS)

RENAMES = """
-- Stories and photos in whose search rows a name stands.
CREATE FUNCTION articles_named(text, bigint) RETURNS TABLE (is_photo boolean, key bigint) LANGUAGE sql STABLE AS $$
    SELECT false, article_id FROM articles_byline WHERE $1 = 'person' AND reporter_id = $2
    UNION ALL SELECT false, article_id FROM articles_article_districts WHERE $1 = 'district' AND district_id = $2
    UNION ALL SELECT false, id FROM articles_article WHERE $1 = 'column' AND column_id = $2
    UNION ALL SELECT false, content_object_id FROM articles_taggedarticle WHERE $1 = 'tag' AND tag_id = $2
    UNION ALL SELECT true, id FROM articles_photo WHERE $1 = 'person' AND photographer_id = $2
    UNION ALL SELECT true, id FROM articles_photo WHERE $1 = 'district' AND district_id = $2
    UNION ALL SELECT true, id FROM articles_photo WHERE $1 = 'shoot' AND shoot_id = $2
$$;

-- 200 are written in the transaction itself. The worker looks at all of them afterwards, since somebody who saves a
-- story at the same moment may not have seen the new name.
CREATE FUNCTION articles_renamed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    ids bigint[];
BEGIN
    INSERT INTO articles_rename (kind, owner, at, is_spread) VALUES (TG_ARGV[0], NEW.id, now(), false);
    ids := ARRAY(SELECT key FROM articles_named(TG_ARGV[0], NEW.id) WHERE NOT is_photo LIMIT 201);
    IF cardinality(ids) <= 200 THEN
        INSERT INTO articles_searchqueue (article_id)
            SELECT DISTINCT one FROM unnest(ids) AS one ORDER BY 1 ON CONFLICT DO NOTHING;
    END IF;
    ids := ARRAY(SELECT key FROM articles_named(TG_ARGV[0], NEW.id) WHERE is_photo LIMIT 201);
    IF cardinality(ids) BETWEEN 1 AND 200 THEN
        PERFORM articles_write_photo_search(ids);
    END IF;
    RETURN NULL;
END $$;

-- The worker's first step, in a transaction of its own: which transactions may not have seen a name. They have smaller
-- numbers than this one, which is the first to see the rename.
CREATE FUNCTION articles_note_renames() RETURNS void LANGUAGE sql AS $$
    UPDATE articles_rename SET until = pg_current_xact_id()::text::bigint WHERE until IS NULL
$$;

-- The smallest number of a transaction that has not ended in this database, or the next one. A snapshot knows those of
-- all databases of the server; a lock, which names its owner, has the lower half of the number.
CREATE FUNCTION articles_running() RETURNS bigint LANGUAGE sql AS $$
    SELECT coalesce(min(one), pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
    FROM (SELECT pg_snapshot_xip(pg_current_snapshot())::text::bigint AS one) AS snapshot
        JOIN pg_locks AS lock ON lock.locktype = 'transactionid' AND lock.granted AND lock.mode = 'ExclusiveLock'
            AND lock.transactionid::text::bigint = one % 4294967296
        JOIN pg_stat_activity AS owner ON owner.pid = lock.pid AND owner.datname = current_database()
            AND coalesce(owner.backend_type, '') <> 'autovacuum worker'
$$;

-- The second: what is to be written, once those are over. Where one of them hangs that is done after a minute, and
-- again when it has ended. Returns how many renames wait for that.
CREATE FUNCTION articles_spread_renames() RETURNS bigint LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    running bigint := articles_running();
    one articles_rename;
BEGIN
    FOR one IN SELECT * FROM articles_rename WHERE until < running OR NOT is_spread AND at < now() - interval '1 minute'
        ORDER BY id FOR UPDATE SKIP LOCKED
    LOOP
        INSERT INTO articles_laterow (is_photo, key, at)
            SELECT DISTINCT n.is_photo, n.key, coalesce(a.publish_at, f.created_at)
            FROM articles_named(one.kind, one.owner) AS n
                LEFT JOIN articles_article a ON a.id = n.key AND NOT n.is_photo
                LEFT JOIN articles_photo f ON f.id = n.key AND n.is_photo
            ORDER BY 1, 2 ON CONFLICT DO NOTHING;
        IF one.until < running THEN
            DELETE FROM articles_rename WHERE id = one.id;
        ELSE
            UPDATE articles_rename SET is_spread = true WHERE id = one.id;
        END IF;
    END LOOP;
    RETURN (SELECT count(*) FROM articles_rename);
END $$;

-- The third, as often as there is something: the newest stories, then the newest photos. Whose row somebody else writes
-- at the moment is left for later, so that nobody waits for more than one batch. Returns how many were written.
CREATE FUNCTION articles_write_late(most integer) RETURNS integer LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    ids bigint[];
    free bigint[];
    number integer;
BEGIN
    ids := ARRAY(SELECT key FROM articles_laterow WHERE NOT is_photo
        ORDER BY at DESC NULLS FIRST, key DESC LIMIT most FOR UPDATE SKIP LOCKED);
    free := ARRAY(SELECT article_id FROM articles_searchrow WHERE article_id = ANY(ids)
        ORDER BY article_id FOR NO KEY UPDATE SKIP LOCKED);
    ids := ARRAY(SELECT unnest(ids) EXCEPT SELECT article_id FROM articles_searchrow
        WHERE article_id = ANY(ids) AND article_id <> ALL(free));
    PERFORM articles_write_search(ids);
    DELETE FROM articles_laterow WHERE NOT is_photo AND key = ANY(ids);
    number := cardinality(ids);

    ids := ARRAY(SELECT key FROM articles_laterow WHERE is_photo
        ORDER BY at DESC NULLS FIRST, key DESC LIMIT most - number FOR UPDATE SKIP LOCKED);
    free := ARRAY(SELECT photo_id FROM articles_photosearchrow WHERE photo_id = ANY(ids)
        ORDER BY photo_id FOR NO KEY UPDATE SKIP LOCKED);
    ids := ARRAY(SELECT unnest(ids) EXCEPT SELECT photo_id FROM articles_photosearchrow
        WHERE photo_id = ANY(ids) AND photo_id <> ALL(free));
    PERFORM articles_write_photo_search(ids);
    DELETE FROM articles_laterow WHERE is_photo AND key = ANY(ids);
    RETURN number + cardinality(ids);
END $$;

DROP TRIGGER search_reporters ON articles_reporter;
DROP TRIGGER photo_search_person ON articles_reporter;
DROP TRIGGER photo_search_shoot ON articles_shoot;
""" + "".join(  # noqa: S608 - names of our own
    f"""
CREATE TRIGGER search_renamed AFTER UPDATE OF {columns} ON articles_{table} FOR EACH ROW
    WHEN (({", ".join(f"OLD.{one}" for one in columns.split(", "))})
        IS DISTINCT FROM ({", ".join(f"NEW.{one}" for one in columns.split(", "))}))
    EXECUTE FUNCTION articles_renamed('{kind}');
"""
    for kind, table, columns in [
        ("person", "reporter", "name, slug"),
        ("district", "district", "name, slug"),
        ("column", "column", "name"),
        ("tag", "tag", "name"),
        ("shoot", "shoot", "title"),
    ]
)
NO_RENAMES = (
    "".join(f"DROP TRIGGER search_renamed ON articles_{table};" for table in
            ("reporter", "district", "column", "tag", "shoot"))
    + "DROP FUNCTION articles_write_late(integer); DROP FUNCTION articles_spread_renames();"
    "DROP FUNCTION articles_running();"
    "DROP FUNCTION articles_note_renames(); DROP FUNCTION articles_renamed();"
    "DROP FUNCTION articles_named(text, bigint);"
    + _SEARCH[_SEARCH.index("CREATE TRIGGER search_reporters") :]
    + _PHOTOS[_PHOTOS.index("CREATE TRIGGER photo_search_person") :]
)  # fmt: skip
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("articles", "0030_searchable_in_two")]

    operations = [
        migrations.CreateModel(
            name="Rename",
            fields=[
                ("id", KEY),
                ("kind", models.CharField(max_length=10)),
                ("owner", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("until", models.BigIntegerField(null=True)),
                ("is_spread", models.BooleanField(default=False)),
            ],
            options={"verbose_name": "改名", "verbose_name_plural": "改名", "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="LateRow",
            fields=[
                ("id", KEY),
                ("is_photo", models.BooleanField()),
                ("key", models.BigIntegerField()),
                ("at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "待更新的检索",
                "verbose_name_plural": "待更新的检索",
                "default_permissions": (),
                "indexes": [
                    models.Index("is_photo", F("at").desc(nulls_first=True), F("key").desc(), name="late_row_newest")
                ],
                "constraints": [models.UniqueConstraint(fields=("is_photo", "key"), name="late_row_once")],
            },
        ),
        migrations.RunSQL(LOCKED_FIRST, UNLOCKED),
        migrations.RunSQL(RENAMES, NO_RENAMES),
    ]
