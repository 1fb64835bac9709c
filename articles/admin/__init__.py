"""The admin (采编后台). `site.py` is imported before Django's own admins; `registry.py` imports all of ours."""
