from django.db import migrations

# Room for the new keys of 10,000 stories in the list of the index: whoever loads an archive sorts them in
# (`import_archive`), and who saves a story meanwhile does not have to. Otherwise autovacuum empties it, as before.
ROOM = "ALTER INDEX search_keys SET (gin_pending_list_limit = 262144)"
AS_BEFORE = "ALTER INDEX search_keys SET (gin_pending_list_limit = 4096)"


class Migration(migrations.Migration):
    dependencies = [("articles", "0027_article_appeared_last")]

    operations = [migrations.RunSQL(ROOM, AS_BEFORE)]
