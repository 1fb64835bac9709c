from django.db import migrations

# New keys wait in a list of the index until somebody sorts them in: whoever saved the story with which the list was
# full. Now autovacuum does that within a minute or so (an automatic ANALYZE does it too), and the list has room for as
# long as it takes. What ANALYZE would learn of these columns no query asks for.
ASIDE = """
ALTER INDEX search_keys SET (gin_pending_list_limit = 4096);
ALTER TABLE articles_searchrow SET (autovacuum_analyze_threshold = 20, autovacuum_analyze_scale_factor = 0);
ALTER TABLE articles_searchrow ALTER head SET STATISTICS 0, ALTER side SET STATISTICS 0, ALTER body SET STATISTICS 0,
    ALTER tail SET STATISTICS 0, ALTER marks SET STATISTICS 0, ALTER article_id SET STATISTICS 10,
    ALTER public_from SET STATISTICS 10;
"""
AS_BEFORE = """
ALTER INDEX search_keys SET (gin_pending_list_limit = 512);
ALTER TABLE articles_searchrow RESET (autovacuum_analyze_threshold, autovacuum_analyze_scale_factor);
ALTER TABLE articles_searchrow ALTER head SET STATISTICS -1, ALTER side SET STATISTICS -1, ALTER body SET STATISTICS -1,
    ALTER tail SET STATISTICS -1, ALTER marks SET STATISTICS -1, ALTER article_id SET STATISTICS -1,
    ALTER public_from SET STATISTICS -1;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0022_listed_columns")]

    operations = [migrations.RunSQL(ASIDE, AS_BEFORE)]
