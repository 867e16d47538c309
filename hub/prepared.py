"""Whole rows read, added and changed with SQL that is written once: for the few verbs that machines call all day.

An answer by CalDAV asks and writes a dozen rows by their key. Of its CPU four fifths were the ORM writing the same
dozen statements anew (`tests/benchmarks/radicale.py`). Rules stay in querysets, values go through the fields'
own conversions, and rows come back as objects of their models; only the text of the statements is kept.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler

from hub.compiled import Compiled, own_connection

Row = TypeVar("Row", bound=models.Model)


class Objects(Compiled):
    """The objects of a queryset (also with `select_related`, `only` and a lock), asked for with other values each time.

    What is not loaded is asked for when it is used, as always; annotations are attributes. Prefetches are not for here.
    """

    def all(self, **values) -> list:
        rows = self.rows(**values)
        return [self.kept.make(row) for row in rows]

    def first(self, **values):
        """The first of them, None where there is none."""
        return next(iter(self.all(**values)), None)

    def get(self, **values):
        """The only one. Raises the model's `DoesNotExist`."""
        found = self.first(**values)
        if found is None:
            raise self.kept.make.model.DoesNotExist
        return found

    def _compile(self, connection: BaseDatabaseWrapper) -> SQLCompiler:
        compiler = super()._compile(connection)
        self.kept.make = _Maker(compiler.klass_info, compiler)
        self.kept.make.noted = list(compiler.annotation_col_map.items())
        return compiler


class _Maker:
    """Makes objects of rows as `Model.from_db` does, without calling each field's descriptor and signals nobody hears."""

    noted: list[tuple[str, int]] = []  # annotations and where they stand in the row

    def __init__(self, info: dict, compiler: SQLCompiler):
        self.model: type[models.Model] = info["model"]
        if (
            self.model._meta.parents
            or self.model.__init__ is not models.Model.__init__
            or any(signal.has_listeners(self.model) for signal in (pre_init, post_init))
        ):
            raise TypeError(f"{self.model.__name__} is not made of its columns alone")
        columns = info["select_fields"]
        self.own = slice(columns[0], columns[-1] + 1)
        self.names = [column[0].target.attname for column in compiler.select[self.own]]
        self.key = columns[0] + self.names.index(self.model._meta.pk.attname)
        self.database = compiler.connection.alias
        self.related: list[tuple[_Maker, Callable[[Any, Any], None]]] = [
            (_Maker(one, compiler), one["local_setter"]) for one in info.get("related_klass_infos", [])
        ]

    def __call__(self, row: tuple) -> Any:
        made = self.model.__new__(self.model)
        made._state = state = ModelState()
        state.adding, state.db = False, self.database
        made.__dict__.update(zip(self.names, row[self.own], strict=True))
        for make, put in self.related:
            put(made, None if row[make.key] is None else make(row))
        for name, index in self.noted:
            setattr(made, name, row[index])
        return made


@cache
def _insertion(model: type[models.Model], vendor: str) -> tuple[str, list[models.Field]]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = own_connection().ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    values = ", ".join(["%s"] * len(fields))
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return f"INSERT INTO {table} ({columns}) VALUES ({values}) RETURNING {key}", fields  # noqa: S608 - our models


def insert(row: Row) -> Row:
    """Add a new row of a model without parents, and give it its number; no signal is sent."""
    connection = own_connection()
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
    quote = own_connection().ops.quote_name
    changes = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return f"UPDATE {table} SET {changes} WHERE {key} = %s", fields  # noqa: S608 - our models


def update(row: models.Model, *names: str) -> None:
    """Write these fields of a row that is there, as `save(update_fields=…)`; no signal is sent."""
    connection = own_connection()
    sql, fields = _change(type(row), names, connection.vendor)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])
