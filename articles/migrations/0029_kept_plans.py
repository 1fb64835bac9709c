from importlib import import_module

from django.db import migrations

# PostgreSQL takes `ANY(ids)` for ten keys where it does not know them, and therefore planned these anew in every call:
# for one story that was half of the work for its search row, and nearly all of that for its lists.
KEPT = """
ALTER FUNCTION articles_write_search(bigint[]) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION articles_write_photo_search(bigint[]) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION articles_list(bigint[]) SET plan_cache_mode = force_generic_plan;
"""
NOT_KEPT = """
ALTER FUNCTION articles_write_search(bigint[]) RESET plan_cache_mode;
ALTER FUNCTION articles_write_photo_search(bigint[]) RESET plan_cache_mode;
ALTER FUNCTION articles_list(bigint[]) RESET plan_cache_mode;
"""

# Of a story only what its search row is made of is looked at: a verb that does not reach readers writes none.
_COLUMNS = ("kicker", "headline", "subheadline", "summary", "source", "original_headline", "original_author",
            "column_id", "kind", "body")  # fmt: skip


def _row(row: str, columns: tuple[str, ...], *more: str) -> str:
    return f"({', '.join([*more, *(f'{row}.{column}' for column in columns)])})"


def _searched(row: str) -> str:
    return _row(row, _COLUMNS, f"CASE WHEN {row}.status = 'published' THEN {row}.publish_at END")


# New and removed rows are noted by the statement, not one by one.
_ROWS = {
    "bylines": ("articles_byline", "article_id", ("name", "organisation", "reporter_id")),
    "districts": ("articles_article_districts", "article_id", ("district_id",)),
    "tags": ("articles_taggedarticle", "content_object_id", ("tag_id",)),
}  # fmt: skip
BY_STATEMENT = """
CREATE FUNCTION articles_queue_searches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_ARGV[0] = 'id' THEN
        INSERT INTO articles_searchqueue (article_id) SELECT id FROM changed ORDER BY 1 ON CONFLICT DO NOTHING;
    ELSIF TG_ARGV[0] = 'article_id' THEN
        INSERT INTO articles_searchqueue (article_id)
            SELECT DISTINCT article_id FROM changed ORDER BY 1 ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO articles_searchqueue (article_id)
            SELECT DISTINCT content_object_id FROM changed ORDER BY 1 ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER search_new ON articles_article;
CREATE TRIGGER search_new AFTER INSERT ON articles_article REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION articles_queue_searches('id');
DROP TRIGGER search_update ON articles_article;
"""
ONLY_CHANGED = (
    f"""
CREATE TRIGGER search_update AFTER UPDATE OF {", ".join(_COLUMNS)}, status, publish_at ON articles_article
    FOR EACH ROW WHEN ({_searched("OLD")} IS DISTINCT FROM {_searched("NEW")})
    EXECUTE FUNCTION articles_queue_search('id');
"""
    + "".join(
        f"""
DROP TRIGGER search_{name} ON {table};
CREATE TRIGGER search_{name}_new AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION articles_queue_searches('{story}');
CREATE TRIGGER search_{name}_gone AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION articles_queue_searches('{story}');
CREATE TRIGGER search_{name}_update AFTER UPDATE OF {", ".join(columns)} ON {table} FOR EACH ROW
    WHEN ({_row("OLD", columns)} IS DISTINCT FROM {_row("NEW", columns)})
    EXECUTE FUNCTION articles_queue_search('{story}');
"""
        for name, (table, story, columns) in _ROWS.items()
    )
)  # fmt: skip
_SEARCH = import_module("articles.migrations.0013_search").FUNCTIONS
_MARKS = import_module("articles.migrations.0019_search_marks").FUNCTIONS
BY_ROW = (
    "".join(
        f"DROP TRIGGER search_{name}_new ON {table}; DROP TRIGGER search_{name}_gone ON {table};"
        f"DROP TRIGGER search_{name}_update ON {table};\n"
        for name, (table, *_) in _ROWS.items()
    )
    + "DROP TRIGGER search_new ON articles_article; DROP TRIGGER search_update ON articles_article;"
    "DROP FUNCTION articles_queue_searches();"
    + _MARKS[_MARKS.index("CREATE TRIGGER search_update") :]
    + _SEARCH[_SEARCH.index("CREATE TRIGGER search_new") : _SEARCH.index("CREATE TRIGGER search_update")]
    + _SEARCH[_SEARCH.index("CREATE TRIGGER search_bylines") : _SEARCH.index("CREATE TRIGGER search_uses")]
    + _SEARCH[_SEARCH.index("CREATE TRIGGER search_districts") : _SEARCH.index("CREATE TRIGGER search_photos")]
)

# The generation's row lets in one transaction at a time until that is committed: words are written before that.
_LISTED = import_module("articles.migrations.0021_listed").FUNCTIONS
_CHANGED = _MARKS[_MARKS.index("CREATE OR REPLACE FUNCTION articles_search_changed") : _MARKS.index("CREATE TRIGGER")]
_COUNT_UP = _LISTED[_LISTED.index("CREATE OR REPLACE FUNCTION articles_count_up") :]
WORDS_FIRST = """
CREATE FUNCTION articles_write_queued_searches() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    WITH taken AS (
        DELETE FROM articles_searchqueue WHERE transaction = pg_current_xact_id() RETURNING article_id
    )
    SELECT array_agg(article_id ORDER BY article_id) INTO ids FROM taken;
    IF ids IS NOT NULL THEN
        PERFORM articles_write_search(ids);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION articles_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM articles_searchqueue WHERE transaction = NEW.transaction AND article_id = NEW.article_id)
    THEN
        PERFORM articles_write_queued_searches();
    END IF;
    RETURN NULL;
END $$;
"""
COUNT_UP = _COUNT_UP.replace("BEGIN\n", "BEGIN\n    PERFORM articles_write_queued_searches();\n", 1)
WORDS_LAST = _COUNT_UP + _CHANGED + "DROP FUNCTION articles_write_queued_searches();"


class Migration(migrations.Migration):
    dependencies = [("articles", "0028_search_loading")]

    operations = [
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.RunSQL(BY_STATEMENT + ONLY_CHANGED, BY_ROW),
        migrations.RunSQL(WORDS_FIRST + COUNT_UP, WORDS_LAST),
    ]
