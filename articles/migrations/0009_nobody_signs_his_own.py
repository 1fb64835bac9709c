"""A signature is refused also to whoever is named by the text that he signs, though the piece does not name him yet:
a change after publication waits outside of the piece's rows."""

from django.db import migrations

NAMED = """
CREATE FUNCTION articles_is_named(of_revision bigint, who integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM articles_revision v
                   CROSS JOIN LATERAL jsonb_array_elements(v.snapshot->'text'->'bylines') line
                   JOIN articles_reporter r ON r.id = (line->>'reporter')::bigint
                   WHERE v.id = of_revision AND r.user_id = who)
$$;
"""
CHECKS = """
CREATE OR REPLACE FUNCTION articles_check_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decision = 'passed' AND (articles_is_author(NEW.article_id, NEW.reviewer_id){review}) THEN
        RAISE EXCEPTION 'review_not_by_author' USING ERRCODE = 'check_violation', CONSTRAINT = 'review_not_by_author';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION articles_check_proof() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF articles_is_author(NEW.article_id, NEW.proofreader_id){proof} THEN
        RAISE EXCEPTION 'proof_not_by_author' USING ERRCODE = 'check_violation', CONSTRAINT = 'proof_not_by_author';
    END IF;
    RETURN NEW;
END $$;
"""
RULES = NAMED + CHECKS.format(
    review=" OR articles_is_named(NEW.revision_id, NEW.reviewer_id)",
    proof=" OR articles_is_named(NEW.revision_id, NEW.proofreader_id)",
)
AS_BEFORE = CHECKS.format(review="", proof="") + "DROP FUNCTION articles_is_named(bigint, integer);"


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_generation")]

    operations = [migrations.RunSQL(RULES, AS_BEFORE)]
