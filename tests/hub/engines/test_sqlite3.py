"""A statement is written for SQLite once, and means what Django's own engine makes of it."""

from contextlib import closing

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import Database, SQLiteCursorWrapper

from hub.engines.sqlite3.base import LONGEST_KEPT, Cursor

STATEMENTS = ["SELECT 1", "SELECT %s", "SELECT '%%s', %s, '100%%'", "SELECT %s" + " -- long" * LONGEST_KEPT]


@pytest.mark.parametrize("statement", STATEMENTS, ids=["bare", "value", "percent", "long"])
def test_statement_is_what_django_makes_of_it(statement):
    with closing(Database.connect(":memory:")) as connection:
        ours, django = connection.cursor(Cursor), connection.cursor(SQLiteCursorWrapper)
        first, again = ours.convert_query(statement), ours.convert_query(statement)
        assert first == again == django.convert_query(statement)
        assert (first is again) == (len(statement) <= LONGEST_KEPT or "%" not in statement)


@pytest.mark.django_db
def test_values_are_values_by_place_and_by_name():
    with connection.cursor() as cursor:
        for value in ("a", "%s", "'; --"):
            cursor.execute("SELECT %s, '100%%'", [value])
            assert cursor.fetchone() == (value, "100%")
        cursor.execute("SELECT %(one)s, %(two)s", {"two": "b", "one": "a"})
        assert cursor.fetchone() == ("a", "b")
