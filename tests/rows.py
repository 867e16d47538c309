"""The rows that migrations made, taken and put back below the ORM: no signal handler sees it, nothing is derived anew."""

from django.core.management import call_command
from django.db import connections, transaction


def take():
    """All rows of all models' tables: {table: [row, ...]}."""
    connection = connections["default"]
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of ours
            if found := cursor.fetchall():
                rows[table] = found
    return rows


def put_back(rows):
    """Empty every table, then write `rows`. Sequences go on, so that no key is given twice."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True, reset_sequences=False)
    connection = connections["default"]
    with transaction.atomic(), connection.cursor() as cursor:
        for table, found in rows.items():
            places = ", ".join(["%s"] * len(found[0]))
            name = connection.ops.quote_name(table)
            cursor.executemany(f"INSERT INTO {name} VALUES ({places})", found)  # noqa: S608 - a name of ours
