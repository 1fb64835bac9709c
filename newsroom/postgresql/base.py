"""Django's PostgreSQL backend; whether a connection lives is looked up at its socket (ENGINE = "newsroom.postgresql").

With CONN_HEALTH_CHECKS Django asks `SELECT 1` at the beginning of every request that reads, a twentieth of a story's
page. A server that went away, was restarted or ended the connection has told so to the socket, where nothing is to be
read otherwise: between two requests nobody has asked anything.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_IDLE


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the connection lives and answers. Where there is something to read (an end, a notice), and in a
        transaction, which may be broken, the server is asked."""
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.get_transaction_status() != TRANSACTION_STATUS_IDLE:
            return super().is_usable()
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN | select.POLLPRI)
        return not socket.poll(0) or super().is_usable()
