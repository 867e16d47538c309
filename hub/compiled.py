"""Narrow queries whose SQL is compiled once: for addresses that machines ask for years, every few minutes.

The ORM spends more CPU on writing such a query anew than the database on answering it. The query itself stays a
queryset, so its rules stand in one place; only its SQL text is kept, never a row: every call asks the database.
"""

import threading
from collections.abc import Callable
from datetime import date

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler


def own_connection() -> BaseDatabaseWrapper:
    """This thread's connection: `django.db.connection` stands for the same, but looks for it at every attribute."""
    return connections[DEFAULT_DB_ALIAS]


class Compiled:
    """The rows of a `values_list`, asked for with other values each time.

    `build` gets the names in `stand_ins` as keywords and returns the queryset. A stand-in is a value of the same
    type that occurs nowhere else in the query: a number, text or a date. Where it stands in the parameters, the value of
    the call is put. Kept per thread and database, for the converters belong to the thread's connection.
    """

    def __init__(self, build: Callable[..., QuerySet], **stand_ins: int | str | date):
        self.build = build
        self.stand_ins = stand_ins
        self.kept = threading.local()

    def rows(self, **values: int | str | date) -> list[tuple]:
        """What the queryset gives with these values; raises TypeError where they are not those it was made with."""
        if values.keys() != self.stand_ins.keys():
            raise TypeError(f"asked with {sorted(values)}, made with {sorted(self.stand_ins)}")
        connection, kept = own_connection(), self.kept
        if getattr(kept, "connection", None) is not connection:
            self._compile(connection)
            kept.connection = connection
        given = {name: _stored(value, connection) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(kept.sql, [given[at] if at else value for at, value in kept.parameters])
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows]

    def _compile(self, connection: BaseDatabaseWrapper) -> SQLCompiler:
        compiler = self.build(**self.stand_ins).query.get_compiler(connection=connection)
        self.kept.sql, parameters = compiler.as_sql()
        names = {_stored(value, connection): name for name, value in self.stand_ins.items()}
        self.kept.parameters = [(names.get(value, ""), value) for value in parameters]
        if missing := self.stand_ins.keys() - {name for name, _value in self.kept.parameters}:
            raise TypeError(f"not in the query: {sorted(missing)}")
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        self.kept.converters = [
            (index, function, expression)
            for index, (functions, expression) in converters.items()
            for function in functions
        ]
        return compiler

    def _converted(self, row: tuple) -> tuple:
        """As `SQLCompiler.apply_converters` does."""
        cells, connection = list(row), self.kept.connection
        for index, function, expression in self.kept.converters:
            cells[index] = function(cells[index], expression, connection)
        return tuple(cells)


def _stored(value: int | str | date, connection: BaseDatabaseWrapper) -> int | str | date:
    """As the field's own `get_db_prep_value` gives it to this database."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
