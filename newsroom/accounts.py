"""Who is signed in, with all that he may do: asked at every request of the staff, so each is one prepared query.

`SessionStore` makes this module a SESSION_ENGINE. Rows, keys and cookies are those of Django's own.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission, User
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.db.models import OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Concat

from articles.models.prepared import Given, Prepared, columns, instance
from articles.models.present import present


def _account() -> QuerySet[User, Any]:
    full_name = Concat("content_type__app_label", Value("."), "codename", output_field=TextField())
    allowed = Permission.objects.order_by().values(full_name=full_name)
    return User.objects.filter(pk=Given("pk")).values(
        *columns(User),
        allowed_himself=ArraySubquery(allowed.filter(user=OuterRef("pk"))),
        allowed_by_groups=ArraySubquery(allowed.filter(group__user=OuterRef("pk"))),
    )


_ACCOUNT = Prepared(_account)
_SESSION = Prepared(
    # As text: cast to the column's type, a key that is too long would be cut until it fits.
    lambda: Session.objects.filter(session_key=Given("key", TextField()), expire_date__gt=present()).values(
        "session_key", "session_data", "expire_date"
    )
)


class Accounts(ModelBackend):
    """Django's accounts, groups and permissions; the row and its permissions come in one query."""

    def get_user(self, user_id: Any) -> User | None:
        for row in _ACCOUNT(pk=user_id):
            user = instance(User, row)
            if not user.is_superuser:  # who may do everything, and is asked for it as Django does
                own, by_groups = set(row["allowed_himself"]), set(row["allowed_by_groups"])
                vars(user).update(_user_perm_cache=own, _group_perm_cache=by_groups, _perm_cache=own | by_groups)
            return user if self.user_can_authenticate(user) else None
        return None


class SessionStore(DatabaseSessionStore):
    def _get_session_from_db(self) -> Session | None:
        for row in _SESSION(key=self.session_key):
            return Session(**row)
        self._session_key = None
        return None
