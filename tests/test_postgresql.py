"""newsroom.postgresql: whether a connection lives is seen at its socket."""

import select

import pytest
from django.db import ProgrammingError, connection, connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other():
    """Another connection to the test database, as another thread would have."""
    made = connections.create_connection("default")
    made.settings_dict = connection.settings_dict
    made.ensure_connection()
    yield made
    made.close()


def pid(made):
    return made.connection.info.backend_pid


def last_question(made):
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid(made)])
        return cursor.fetchone()[0]


def test_a_connection_that_lives_is_not_asked(other):
    with other.cursor() as cursor:
        cursor.execute("SELECT 42")

    assert other.is_usable()
    assert last_question(other) == "SELECT 42"


def test_a_connection_that_the_server_has_ended_is_made_anew(other):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [pid(other)])

    assert not other.is_usable()
    other.health_check_enabled, other.health_check_done = True, False
    with other.cursor() as cursor:
        cursor.execute("SELECT 43")
        assert cursor.fetchone() == (43,)


def test_a_connection_with_something_to_read_is_asked(other):
    with other.cursor() as cursor:
        cursor.execute("LISTEN here")
        cursor.execute("SELECT 42")
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY here")
    assert select.select([other.connection], [], [], 30)[0]

    assert other.is_usable()
    assert last_question(other) == "SELECT 1"


def test_a_broken_transaction_does_not_count_as_usable(other):
    """Django looks before it checks what a test has left behind."""
    other.set_autocommit(False)
    with pytest.raises(ProgrammingError), other.cursor() as cursor:
        cursor.execute("SELECT nothing_of_that_name")
    assert not other.is_usable()
    other.rollback()
    assert other.is_usable()
    other.rollback()


def test_a_closed_connection_is_none(other):
    other.connection.close()

    assert not other.is_usable()
    other.close()
    assert not other.is_usable()
