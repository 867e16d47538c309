"""Narrow queries whose SQL is compiled once: for addresses that machines ask for years, every few minutes.

The ORM spends more CPU on writing such a query anew than the database on answering it. The query itself stays a
queryset, so its rules stand in one place; only its SQL text is kept, never a row: every call asks the database.
"""

import threading
from collections.abc import Callable
from datetime import date

from django.db import connection
from django.db.models import QuerySet


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
        if getattr(self.kept, "of", None) is not connection.settings_dict:
            self._compile()
            self.kept.of = connection.settings_dict
        given = {name: _stored(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(self.kept.sql, [given[at] if at else value for at, value in self.kept.parameters])
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows]

    def _compile(self) -> None:
        compiler = self.build(**self.stand_ins).query.get_compiler(connection=connection)
        self.kept.sql, parameters = compiler.as_sql()
        names = {_stored(value): name for name, value in self.stand_ins.items()}
        self.kept.parameters = [(names.get(value, ""), value) for value in parameters]
        if missing := self.stand_ins.keys() - {name for name, _value in self.kept.parameters}:
            raise TypeError(f"not in the query: {sorted(missing)}")
        self.kept.converters = list(
            compiler.get_converters([column for column, _sql, _alias in compiler.select]).items()
        )

    def _converted(self, row: tuple) -> tuple:
        """As `SQLCompiler.apply_converters` does."""
        cells = list(row)
        for index, (functions, expression) in self.kept.converters:
            for function in functions:
                cells[index] = function(cells[index], expression, connection)
        return tuple(cells)


def _stored(value: int | str | date) -> int | str | date:
    """As the field's own `get_db_prep_value` gives it to this database."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
