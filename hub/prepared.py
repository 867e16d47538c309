"""Whole rows read, added and changed with SQL that is written once: for the few verbs that machines call all day.

An answer by CalDAV asks and writes a dozen rows by their key. Of its CPU four fifths were the ORM writing the same
dozen statements anew (`tests/benchmarks/radicale.py`). Rules stay in querysets, values go through the fields'
own conversions, and rows come back as objects of their models; only the text of the statements is kept.
"""

from functools import cache
from typing import TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

from hub.compiled import Compiled

Row = TypeVar("Row", bound=models.Model)


class Objects(Compiled):
    """The objects of a queryset (also with `select_related`, `only` and a lock), asked for with other values each time.

    What is not loaded is asked for when it is used, as always. Annotations and prefetches are not for here.
    """

    def all(self, **values) -> list:
        made = []
        for row in self.rows(**values):
            kept = self.kept
            one = kept.model.from_db(connection.alias, kept.names, row[kept.own])
            for related in kept.related:
                related.populate(row, one)
            made.append(one)
        return made

    def first(self, **values):
        """The first of them, None where there is none."""
        return next(iter(self.all(**values)), None)

    def get(self, **values):
        """The only one. Raises the model's `DoesNotExist`."""
        found = self.first(**values)
        if found is None:
            raise self.kept.model.DoesNotExist
        return found

    def _compile(self) -> None:
        super()._compile()
        compiler = self.build(**self.stand_ins).query.get_compiler(connection=connection)
        compiler.as_sql()
        info = compiler.klass_info
        columns = info["select_fields"]
        self.kept.model = info["model"]
        self.kept.own = slice(columns[0], columns[-1] + 1)
        self.kept.names = [
            column[0].target.attname for column in compiler.select[columns[0] : columns[-1] + 1]
        ]
        self.kept.related = get_related_populators(info, compiler.select, connection.alias)


@cache
def _insertion(model: type[models.Model], vendor: str) -> tuple[str, list[models.Field]]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    values = ", ".join(["%s"] * len(fields))
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return f"INSERT INTO {table} ({columns}) VALUES ({values}) RETURNING {key}", fields  # noqa: S608 - our models


def insert(row: Row) -> Row:
    """Add a new row of a model without parents, and give it its number; no signal is sent."""
    sql, fields = _insertion(type(row), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
        )
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias
    return row


@cache
def _change(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[str, list[models.Field]]:
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return f"UPDATE {table} SET {changes} WHERE {key} = %s", fields  # noqa: S608 - our models


def update(row: models.Model, *names: str) -> None:
    """Write these fields of a row that is there, as `save(update_fields=…)`; no signal is sent."""
    sql, fields = _change(type(row), names, connection.vendor)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])
