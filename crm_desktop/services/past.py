"""A look at a past day: the workspace as it was known at its end, for as long as one looks, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from peewee import Model

from crm_desktop.domain.dates import day_number
from crm_desktop.services import rhythms, shown
from crm_desktop.services.moments import end_of
from crm_desktop.storage import journal
from crm_desktop.storage.store import Store
from crm_desktop.storage.tables import DERIVED, RECORDED, Affiliation, FollowUp, Promise, Setting, Table
from crm_desktop.storage.touched import COLUMNS

# The column that says when a thing happened: imported history (never typed) is known from then on.
_HAPPENED = ("day", "set_on")
# What was known already and has ended since: on that day it was still open.
_ENDED: dict[type[Table], dict[str, str]] = {
    FollowUp: {"done_on": "iif(done_on > {day}, NULL, done_on)"},
    Affiliation: {"until": "iif(until > {day}, NULL, until)"},
    Promise: {
        "settled_on": "iif(settled_on > {day}, NULL, settled_on)",
        "state": "iif(settled_on > {day}, 'open', state)",
    },
}


def is_past(store: Store, day: date) -> bool:
    """Whether something was worked out, typed, changed or happened after a day, so that its list is reproduced."""
    model = shown.get(store, "model")
    if model is not None and model["as_of"] > day_number(day):
        return True
    return any(journal.changes_since(store, end_of(day))) or any(
        store.value(f"SELECT EXISTS (SELECT 1 FROM {_name(table)} WHERE NOT ({condition}))")
        for table in RECORDED
        if (condition := _known(table, day))
    )


@contextmanager
def as_known_on(store: Store, day: date) -> Iterator[None]:
    """Inside, this thread reads the workspace as it was known at the end of a past day; other days are as they are.

    Every table is covered by a view of the same name with only what was known by then, and the derived tables by
    empty ones, all of them temporary, in memory and this connection's own. So the list is worked out by the very code
    that works out today's, and what is stored of today is neither read nor written. What was changed since (settings,
    names, tiers, whose an order is: accounts were merged) is as it was, as far back as the journal goes. What was
    undone never was.
    """
    if not is_past(store, day):
        yield
        return
    connection = store.database.connection()
    views, tables = [_name(table) for table in RECORDED], [_name(table) for table in DERIVED]
    with store.derivation():
        changed = _copy_as_it_was(store, day)
        for table in RECORDED:
            connection.execute(_view(table, day, "temp.then_" if _name(table) in changed else "main."))
        for name in tables:
            schema = connection.execute("SELECT sql FROM main.sqlite_schema WHERE name = ?", (name,)).get
            connection.execute(schema.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
        rhythms.repack(store, None)
    try:
        yield
    finally:
        with store.derivation():
            for name in views:
                connection.execute(f"DROP VIEW temp.{name}")
            for name in [*tables, *(f"then_{name}" for name in changed)]:
                connection.execute(f"DROP TABLE temp.{name}")


def _name(table: type[Model]) -> str:
    return str(table._meta.table_name)


def _columns(table: type[Table]) -> list[str]:
    return [field.column_name for field in table._meta.sorted_fields]


def _known(table: type[Table], day: date) -> str:
    """The condition on a row that it was known at the end of a day; empty for tables that have no time."""
    columns = _columns(table)
    conditions = [f"{name} <= {day_number(day)}" for name in _HAPPENED if name in columns]
    if "noted_at" in columns:
        conditions.append(f"coalesce(noted_at, 0) < {end_of(day)}")
    return " AND ".join(conditions)


def _copy_as_it_was(store: Store, day: date) -> set[str]:
    """Copies the tables of which rows were changed since a day, with what stood in them then; their names.

    What tells its own day is left to the views. Of rows that were added the views know from when they count, but for
    settings: these are taken out.
    """
    as_now = {_name(table): {"id", "deleted_at", *_ENDED.get(table, ())} for table in RECORDED}
    then: dict[str, dict[str, dict[int, object]]] = {}
    added = []
    for change in journal.changes_since(store, end_of(day)):
        if change.verb == "changed":
            for column in change.before.keys() - as_now[change.table]:
                # The newest step comes first: what an older one found stood there before.
                then.setdefault(change.table, {}).setdefault(column, {})[change.id] = change.before[column]
        elif change.verb == "added" and change.table == _name(Setting):
            added.append((change.id,))
            then.setdefault(change.table, {})
    connection = store.database.connection()
    for name, columns in then.items():
        connection.execute(f"CREATE TEMP TABLE then_{name} AS SELECT * FROM main.{name}")
        for column in {"id", "account_id"}.intersection(COLUMNS[name]):
            connection.execute(f"CREATE INDEX temp.then_{name}_{column} ON then_{name}({column})")
        for column, values in columns.items():
            pairs = [(value, row) for row, value in values.items()]
            connection.executemany(f"UPDATE temp.then_{name} SET {column} = ? WHERE id = ?", pairs)
    if added:
        connection.executemany(f"DELETE FROM temp.then_{_name(Setting)} WHERE id = ?", added)
    return set(then)


def _view(table: type[Table], day: date, source: str) -> str:
    """What is in the bin now was not there before it was thrown away, and what has ended since had not."""
    then = {
        "deleted_at": f"iif(deleted_at >= {end_of(day)}, NULL, deleted_at)",
        **{name: text.format(day=day_number(day)) for name, text in _ENDED.get(table, {}).items()},
    }
    columns = ", ".join(f"{then.get(name, name)} AS {name}" for name in _columns(table))
    name, known = _name(table), _known(table, day) or "1"
    return f"CREATE TEMP VIEW {name} AS SELECT {columns} FROM {source}{name} WHERE {known}"
