"""Very many new rows of one step: told as ranges, taken back and put back exactly, never over a later change."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw
import pytest
from peewee import IntegrityError

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.services import accounts, journal
from crm_desktop.services.bulk import account_search, insert_rows
from crm_desktop.storage import tables
from crm_desktop.storage.new_rows import FEWEST, INSTEAD_OF_TRIGGERS
from crm_desktop.storage.row_blocks import unpacked
from crm_desktop.storage.store import Store
from tests.world import TODAY, add_account, buy

_NAMES = [f"Kovač {number}" for number in range(FEWEST)]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = open_workspace(tmp_path / "w.crm", today=TODAY, create=True)
    yield opened
    opened.close()


def _bring(store: Store, names: Sequence[str] = _NAMES) -> list[int]:
    """One step that brings accounts, each with an order; returns the accounts."""
    ids, orders = store.ids.take(len(names)), store.ids.take(len(names))
    with store.operation("Import"):
        insert_rows(
            store,
            tables.Account,
            ("id", "name", "name_key", "search"),
            ((row, name, *account_search(name)) for row, name in zip(ids, names, strict=True)),
        )
        insert_rows(
            store,
            tables.Purchase,
            ("id", "account_id", "day", "amount", "currency"),
            [(order, account, 20_000, 1_050, "EUR") for order, account in zip(orders, ids, strict=True)],
        )
    return ids


def _recorded(store: Store) -> Any:
    query = "SELECT changeset IS NULL, new_rows, taken IS NULL FROM operation WHERE kind = 'do' ORDER BY id DESC"
    return store.row(query)


def test_they_are_kept_as_ranges_and_come_back_after_a_restart(tmp_path: Path) -> None:
    app = open_workspace(tmp_path / "w.crm", today=TODAY, create=True)
    ids = _bring(app.store)
    after = app.store.dump()
    bare, ranges, _ = _recorded(app.store)
    assert bare
    assert f'["account",{ids[0]},{ids[-1]},{len(ids)}]' in ranges
    assert len(accounts.matching(app.store, "kovac", limit=1000)) == len(ids)
    app.store.undo()
    assert not any(app.store.dump().values())
    assert accounts.matching(app.store, "kovac") == []
    assert app.store.problems() == []
    app.close()
    again = open_workspace(tmp_path / "w.crm", today=TODAY)
    again.store.redo()
    assert again.store.dump() == after
    assert again.store.problems() == []
    assert len(accounts.matching(again.store, "kovac", limit=1000)) == len(ids)
    assert _recorded(again.store)[2], "the rows are in their tables, not in the journal too"
    again.close()


def test_a_new_step_lets_go_of_what_could_be_redone(app: App) -> None:
    _bring(app.store)
    app.store.undo()
    assert not _recorded(app.store)[2]
    add_account(app.store, "Acme")
    assert app.store.value("SELECT count(*) FROM operation WHERE taken IS NOT NULL") == 0


def test_what_changed_is_told_by_kind_id_and_account(app: App) -> None:
    heard: list[Changes] = []
    app.store.listeners.append(heard.append)
    ids = _bring(app.store)
    app.store.undo()
    app.store.redo()
    for changes in heard:
        assert changes.ids["account"] == frozenset(ids)
        assert len(changes.ids["purchase"] or ()) == len(ids)
        assert changes.accounts == frozenset(ids)
    assert len(heard) == 3


def test_the_history_tells_them_in_words_also_when_undone(app: App) -> None:
    _bring(app.store)
    step = app.store.steps()[0].id
    told = journal.what_changed(app.store, step)
    assert told[:3] == [f"{FEWEST} accounts added", f"{FEWEST} orders added", "Kovač 0"]
    app.store.undo()
    assert journal.what_changed(app.store, step) == told
    undone = journal.what_changed(app.store, app.store.steps()[0].id)
    assert undone == [line.replace(" added", " removed") for line in told]


def test_an_older_one_is_not_taken_back_over_a_later_change(app: App) -> None:
    ids = _bring(app.store)
    step = app.store.steps()[0].id
    accounts.delete(app.store, ids[3])
    before = app.store.dump()
    with pytest.raises(UserError, match="changed since"):
        app.store.undo(step)
    assert app.store.dump() == before
    app.store.undo()
    app.store.undo(step)
    assert not any(app.store.dump().values())


def test_nor_while_other_rows_point_to_it(app: App) -> None:
    ids = _bring(app.store)
    step = app.store.steps()[0].id
    buy(app.store, ids[0], [3])
    before = app.store.dump()
    with pytest.raises(UserError, match="changed since"):
        app.store.undo(step)
    assert app.store.dump() == before
    assert app.store.problems() == []


def test_one_that_nothing_touched_since_can_be_taken_back(app: App) -> None:
    _bring(app.store)
    step = app.store.steps()[0].id
    acme = add_account(app.store, "Acme")
    _bring(app.store, [f"Novak {number}" for number in range(FEWEST)])
    app.store.undo(step)
    left = [row[1] for row in app.store.dump()["account"]]
    assert len(left) == FEWEST + 1
    assert left[0] == accounts.get(app.store, acme).name


def test_rows_among_others_are_recorded_one_by_one(app: App) -> None:
    outer = app.store.ids.take(FEWEST * 2)
    between, columns = outer.pop(FEWEST), ("id", "name", "name_key", "search")
    with app.store.operation("One"):
        insert_rows(app.store, tables.Account, columns, [(between, "b", "b", "b")])
    with app.store.operation("Around"):
        insert_rows(app.store, tables.Account, columns, [(account, "o", "o", "o") for account in outer])
    assert _recorded(app.store)[:2] == (0, None)
    app.store.undo()
    assert [row[0] for row in app.store.dump()["account"]] == [between]


def test_a_step_with_very_many_rows_makes_the_indexes_anew(app: App) -> None:
    def indexes() -> Any:
        return app.store.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name")

    account, before = add_account(app.store, "Acme"), indexes()
    many = 50_000
    for fails in (True, False):
        try:
            with app.store.operation("Import"):
                app.store.expect(tables.Purchase, many)
                insert_rows(
                    app.store,
                    tables.Purchase,
                    ("id", "account_id", "day", "amount", "currency"),
                    [(row, account, 20_000, 1, "EUR") for row in app.store.ids.take(many)],
                )
                if fails:
                    raise UserError("Stopped")
        except UserError:
            assert app.store.dump()["purchase"] == []
        assert indexes() == before
    for move in (app.store.undo, app.store.redo, app.store.undo):
        move()
        assert indexes() == before
    assert app.store.problems() == []
    assert app.store.dump()["purchase"] == []


def test_indexes_that_found_no_room_are_made_when_the_file_is_opened_next(tmp_path: Path) -> None:
    def indexes() -> Any:
        return app.store.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name")

    def leave_no_room(_: Changes) -> None:
        connection: Any = app.store.database.connection()
        connection.pragma("max_page_count", connection.pragma("page_count") + 20)

    app = open_workspace(tmp_path / "w.crm", today=TODAY, create=True)
    account, before, many = add_account(app.store, "Acme"), indexes(), 50_000
    app.store.derivers.append(leave_no_room)
    with app.store.operation("Import"):
        app.store.expect(tables.Purchase, many)
        columns = ("id", "day", "amount")
        rows = ((row, 20_000, 1) for row in app.store.ids.take(many))
        app.store.insert_many(tables.Purchase, columns, rows, account_id=account, currency="EUR")
    assert len(indexes()) == len(before) - 1
    kept = app.store.dump()
    assert len(kept["purchase"]) == many
    app.close()
    app = open_workspace(tmp_path / "w.crm", today=TODAY)
    assert indexes() == before
    assert app.store.dump() == kept
    assert app.store.problems() == []
    assert app.store.rows("SELECT name FROM sqlite_schema WHERE name = 'index_to_make'") == []
    app.store.undo()
    assert app.store.dump()["purchase"] == []
    app.close()


def test_every_trigger_of_these_tables_has_its_statement_for_ranges(app: App) -> None:
    """Else a trigger of a later migration would be left out for an import, and nobody would notice."""
    found = app.store.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")
    assert [name for (name,) in found] == sorted(
        [f"{table}_index_{event}" for table in ("account", "contact") for event in ("insert", "delete", "update")]
        + ["interaction_unread_insert", "interaction_unread_update"]
    )
    assert set(INSTEAD_OF_TRIGGERS) == {"account", "contact", "interaction"}


def test_what_is_recorded_can_be_packed(app: App) -> None:
    """Rows are packed as JSON, which has no bytes."""
    for table in tables.RECORDED:
        columns = app.store.rows(f"PRAGMA table_info({table._meta.table_name})")
        assert {column[2] for column in columns} <= {"INTEGER", "TEXT", "REAL"}


def test_rows_that_point_to_none_are_refused_as_a_whole(app: App) -> None:
    account = add_account(app.store, "Acme")
    before = app.store.dump()
    for pointing in ([*[account] * (FEWEST - 1), account + 1], [account + 1] * FEWEST):
        columns = [app.store.ids.take(FEWEST), pointing, [20_000] * FEWEST, [1] * FEWEST]
        with pytest.raises(apsw.ConstraintError), app.store.operation("Import"):
            app.store.insert_columns(tables.Purchase, ("id", "account_id", "day", "amount"), [columns], currency="EUR")
    columns = [app.store.ids.take(FEWEST), [20_000] * FEWEST, [1] * FEWEST]
    with pytest.raises(apsw.ConstraintError), app.store.operation("Import"):
        app.store.insert_columns(
            tables.Purchase, ("id", "day", "amount"), [columns], currency="EUR", account_id=account + 1
        )
    assert app.store.dump() == before
    with pytest.raises(IntegrityError), app.store.operation("One"):
        tables.Purchase.insert(account_id=account + 1, day=1, amount=1, currency="EUR").execute()


def test_what_the_first_versions_took_away_is_put_back(app: App) -> None:
    _bring(app.store)
    after = app.store.dump()
    app.store.undo()
    taken = app.store.value("SELECT taken FROM operation WHERE taken IS NOT NULL")
    pieces = [
        zlib.compress(json.dumps((table, names, [list(row) for row in rows])).encode())
        for table, names, rows in unpacked(taken)
    ]
    as_before = b"".join(len(piece).to_bytes(4) + piece for piece in pieces)
    with app.store.derivation():
        connection: Any = app.store.database.connection()
        connection.execute("UPDATE operation SET taken = ? WHERE taken IS NOT NULL", (as_before,))
    app.store.redo()
    assert app.store.dump() == after
