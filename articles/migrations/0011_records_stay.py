"""Revisions and signatures go only with a draft that is emptied out of the bin."""

from django.db import migrations

RULES = """
CREATE FUNCTION articles_refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM articles_article WHERE id = OLD.article_id AND binned_at IS NULL) THEN
        RAISE EXCEPTION 'DELETE of % is refused: its rows are a record', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER revision_stays BEFORE DELETE ON articles_revision
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_removal();
CREATE TRIGGER review_stays BEFORE DELETE ON articles_review
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_removal();
CREATE TRIGGER proof_stays BEFORE DELETE ON articles_proof
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_removal();
"""
NO_RULES = """
DROP TRIGGER proof_stays ON articles_proof;
DROP TRIGGER review_stays ON articles_review;
DROP TRIGGER revision_stays ON articles_revision;
DROP FUNCTION articles_refuse_removal();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_photo_library")]

    operations = [migrations.RunSQL(RULES, NO_RULES)]
