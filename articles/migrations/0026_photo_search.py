import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = r"""
-- The same keys as of stories; every word is a headline here, so that single characters are found everywhere.
CREATE INDEX photo_search_keys ON articles_photosearchrow
    USING gin (articles_search_keys(words, ''::text, ''::text, ''::text, '{}'::text[]))
    WITH (gin_pending_list_limit = 512);
ALTER INDEX photo_search_keys ALTER COLUMN 1 SET STATISTICS 0;
ALTER TABLE articles_photosearchrow ALTER words SET STATISTICS 0;

CREATE FUNCTION articles_write_photo_search(ids bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO articles_photosearchrow (photo_id, words)
    SELECT f.id, articles_searchable(concat_ws(E'\n', f.caption, f.alternative, f.place, f.people, f.credit_line,
        f.agency, array_to_string(f.keywords, E'\n'), p.name, p.slug, d.name, d.slug, s.title,
        (SELECT string_agg(u.caption, E'\n' ORDER BY u.id) FROM articles_articlephoto u WHERE u.photo_id = f.id)))
    FROM articles_photo f LEFT JOIN articles_reporter p ON p.id = f.photographer_id
        LEFT JOIN articles_district d ON d.id = f.district_id LEFT JOIN articles_shoot s ON s.id = f.shoot_id
    WHERE f.id = ANY(ids)
    ON CONFLICT (photo_id) DO UPDATE SET words = EXCLUDED.words
    WHERE articles_photosearchrow.words IS DISTINCT FROM EXCLUDED.words;
END $$;

CREATE FUNCTION articles_photo_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_ARGV[0] = 'photo' THEN
        PERFORM articles_write_photo_search(ARRAY[NEW.id]);
    ELSIF TG_ARGV[0] = 'reporter' THEN
        PERFORM articles_write_photo_search(ARRAY(SELECT id FROM articles_photo WHERE photographer_id = NEW.id));
    ELSIF TG_ARGV[0] = 'shoot' THEN
        PERFORM articles_write_photo_search(ARRAY(SELECT id FROM articles_photo WHERE shoot_id = NEW.id));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM articles_write_photo_search(ARRAY[OLD.photo_id]);
    ELSE
        PERFORM articles_write_photo_search(ARRAY[NEW.photo_id]);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER photo_search_new AFTER INSERT ON articles_photo
    FOR EACH ROW EXECUTE FUNCTION articles_photo_words_changed('photo');
CREATE TRIGGER photo_search_update AFTER UPDATE OF caption, alternative, place, people, credit_line, agency, keywords,
    photographer_id, district_id, shoot_id ON articles_photo FOR EACH ROW
    WHEN ((OLD.caption, OLD.alternative, OLD.place, OLD.people, OLD.credit_line, OLD.agency, OLD.keywords,
           OLD.photographer_id, OLD.district_id, OLD.shoot_id)
        IS DISTINCT FROM (NEW.caption, NEW.alternative, NEW.place, NEW.people, NEW.credit_line, NEW.agency,
                          NEW.keywords, NEW.photographer_id, NEW.district_id, NEW.shoot_id))
    EXECUTE FUNCTION articles_photo_words_changed('photo');
CREATE TRIGGER photo_search_use AFTER INSERT ON articles_articlephoto
    FOR EACH ROW WHEN (NEW.caption <> '') EXECUTE FUNCTION articles_photo_words_changed('use');
CREATE TRIGGER photo_search_use_changed AFTER UPDATE OF caption ON articles_articlephoto
    FOR EACH ROW WHEN (OLD.caption <> NEW.caption) EXECUTE FUNCTION articles_photo_words_changed('use');
CREATE TRIGGER photo_search_use_gone AFTER DELETE ON articles_articlephoto
    FOR EACH ROW WHEN (OLD.caption <> '') EXECUTE FUNCTION articles_photo_words_changed('use');
CREATE TRIGGER photo_search_person AFTER UPDATE OF name, slug ON articles_reporter
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.slug IS DISTINCT FROM NEW.slug)
    EXECUTE FUNCTION articles_photo_words_changed('reporter');
CREATE TRIGGER photo_search_shoot AFTER UPDATE OF title ON articles_shoot
    FOR EACH ROW WHEN (OLD.title IS DISTINCT FROM NEW.title)
    EXECUTE FUNCTION articles_photo_words_changed('shoot');
"""
NO_FUNCTIONS = """
DROP TRIGGER photo_search_new ON articles_photo;
DROP TRIGGER photo_search_update ON articles_photo;
DROP TRIGGER photo_search_use ON articles_articlephoto;
DROP TRIGGER photo_search_use_changed ON articles_articlephoto;
DROP TRIGGER photo_search_use_gone ON articles_articlephoto;
DROP TRIGGER photo_search_person ON articles_reporter;
DROP TRIGGER photo_search_shoot ON articles_shoot;
DROP FUNCTION articles_photo_words_changed();
DROP FUNCTION articles_write_photo_search(bigint[]);
"""
FILL = "SELECT articles_write_photo_search(array_agg(id)) FROM articles_photo"


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_taken_back")]

    operations = [
        migrations.CreateModel(
            name="PhotoSearchRow",
            fields=[
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_row",
                        serialize=False,
                        to="articles.photo",
                    ),
                ),
                ("words", models.TextField(db_collation="C")),
            ],
            options={"verbose_name": "图片检索", "verbose_name_plural": "图片检索"},
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
