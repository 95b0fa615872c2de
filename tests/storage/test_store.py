"""The write door: one transaction, one changeset, undo and redo that restore exactly."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peewee import IntegrityError, OperationalError

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.entities import (
    AccountFields,
    ContactFields,
    FollowUpFields,
    InteractionFields,
    PurchaseFields,
    RatingFields,
)
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind, Tier
from crm_desktop.services import accounts, contacts, follow_ups, history, preferences, rhythms, snoozes
from crm_desktop.services.bulk import insert_rows
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

TODAY = date(2026, 11, 20)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = open_workspace(tmp_path / "w.crm", today=TODAY, create=True)
    yield opened
    opened.close()


def _write(store: Store, label: str, write: Callable[[], object]) -> None:
    with store.operation(label):
        write()


def _insert_two(store: Store) -> None:
    """One account that is fine, and one that is not."""
    accounts.insert(store, AccountFields(name="Acme"))
    accounts.insert(store, AccountFields(name="  "))


def test_a_write_outside_an_operation_is_an_error(app: App) -> None:
    with pytest.raises(OperationalError):
        tables.Setting.insert(id=1, key="x", value="1").execute()
    assert app.store.dump()["setting"] == []


def test_the_door_is_open_for_one_thread_only(app: App) -> None:
    def write() -> None:
        tables.Setting.insert(id=1, key="x", value="1").execute()

    with app.store.database.door(), ThreadPoolExecutor(1) as other, pytest.raises(OperationalError):
        other.submit(write).result()
    assert app.store.dump()["setting"] == []


def test_a_transaction_of_ones_own_comes_to_nothing(app: App) -> None:
    connection = app.store.database.connection()
    connection.execute("BEGIN")
    with pytest.raises(apsw.ReadOnlyError):
        connection.execute("""INSERT INTO setting (id, key, value) VALUES (1, 'x', '1'); COMMIT""")
    assert app.store.dump()["setting"] == []


def test_a_row_that_changes_in_the_step_that_brought_it_comes_back_as_it_was_left(app: App) -> None:
    store = app.store
    with store.operation("Add and change"):
        gone = store.insert(tables.Setting, key="gone", value="1")
        kept = store.insert(tables.Setting, key="kept", value="2")
        tables.Setting.delete().where(tables.Setting.id == gone).execute()
        tables.Setting.update(value="3").where(tables.Setting.id == kept).execute()
    end = store.dump()
    assert end["setting"] == [(kept, "kept", "3")]
    store.undo()
    assert store.dump()["setting"] == []
    store.redo()
    assert store.dump() == end


def test_a_row_that_came_and_went_leaves_no_step(app: App) -> None:
    with app.store.operation("Nothing"):
        row = app.store.insert(tables.Setting, key="x", value="1")
        tables.Setting.delete().where(tables.Setting.id == row).execute()
    assert app.store.steps() == []


def test_who_derives_carries_the_journal_of_the_file_over(app: App) -> None:
    connection = app.store.database.connection()
    with app.store.operation("Much"):
        for number in range(1100):
            app.store.insert(tables.Setting, key=str(number), value=f'"{"x" * 4000}"')
    pages, carried = connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_NOOP)
    assert pages > 1000
    assert carried == 0
    with app.store.derivation():
        pass
    pages, carried = connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_NOOP)
    assert carried == pages


def test_an_operation_inside_another_is_an_error(app: App) -> None:
    with app.store.operation("outer"), pytest.raises(RuntimeError), app.store.operation("inner"):
        pass


def test_an_operation_that_fails_leaves_nothing(app: App) -> None:
    before = app.store.dump()
    with pytest.raises(UserError), app.store.operation("fails"):
        _insert_two(app.store)
    assert app.store.dump() == before
    assert app.store.steps() == []


def test_an_operation_that_touches_nothing_leaves_no_step(app: App) -> None:
    with app.store.operation("nothing"):
        pass
    assert app.store.steps() == []


def test_changes_name_kinds_ids_and_accounts_after_the_commit(app: App) -> None:
    heard: list[Changes] = []
    account = accounts.add(app.store, AccountFields(name="Acme"))
    app.store.listeners.append(heard.append)
    purchase = 0
    with app.store.operation("Order"):
        purchase = history.insert_purchase(
            app.store, PurchaseFields(account=account, day=TODAY, amount=100, currency="EUR")
        )
        assert heard == []
    with app.store.operation("Dearer"):
        tables.Purchase.update(amount=200).where(tables.Purchase.id == purchase).execute()
    assert [dict(changes.ids) for changes in heard] == [{"purchase": frozenset({purchase})}] * 2
    assert [changes.accounts for changes in heard] == [frozenset({account})] * 2


def test_undo_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "w.crm"
    first = open_workspace(path, create=True)
    accounts.add(first.store, AccountFields(name="Acme"))
    after = first.store.dump()
    first.close()
    second = open_workspace(path)
    assert second.store.undo() is not None
    assert second.store.dump()["account"] == []
    second.close()
    third = open_workspace(path)
    assert third.store.redo() is not None
    assert third.store.dump() == after
    assert third.store.undo() is not None
    assert third.store.undo() is None
    third.close()


def test_a_new_step_ends_what_could_be_redone(app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    app.store.undo()
    accounts.add(app.store, AccountFields(name="Beta"))
    assert app.store.redo() is None
    assert [row[1] for row in app.store.dump()["account"]] == ["Beta"]


def test_an_older_step_is_not_taken_back_over_a_newer_change(app: App) -> None:
    account = accounts.add(app.store, AccountFields(name="Acme"))
    accounts.change(app.store, account, AccountFields(name="Acme", phone="1"))
    first = app.store.next_step("undo")
    accounts.change(app.store, account, AccountFields(name="Acme", phone="2"))
    before = app.store.dump()
    assert first is not None
    with pytest.raises(UserError, match="changed since"):
        app.store.undo(first.id)
    assert app.store.dump() == before


def test_an_older_step_that_nothing_touched_since_can_be_taken_back(app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    first = app.store.next_step("undo")
    accounts.add(app.store, AccountFields(name="Beta"))
    assert first is not None
    app.store.undo(first.id)
    assert [row[1] for row in app.store.dump()["account"]] == ["Beta"]
    with pytest.raises(UserError):
        app.store.undo(first.id)


@pytest.mark.parametrize(
    "values",
    [
        {"score": float("nan")},
        {"score": 10.5},
        {"score": -1},
        {"score": float("inf")},
    ],
)
def test_the_schema_refuses_impossible_ratings(app: App, values: dict[str, Any]) -> None:
    account = accounts.add(app.store, AccountFields(name="Acme"))
    with pytest.raises(IntegrityError), app.store.operation("x"):
        tables.Rating.insert(id=1, account_id=account, day=1, **values).execute()


@pytest.mark.parametrize("amount", ["12.5", "'12.50x'", "NULL", "1e400"])
def test_the_schema_refuses_money_that_is_not_a_whole_number(app: App, amount: str) -> None:
    account = accounts.add(app.store, AccountFields(name="Acme"))
    with pytest.raises(Exception, match=r"constraint|INTEGER|NULL"), app.store.operation("x"):
        app.store.database.connection().execute(
            f"INSERT INTO purchase (id, account_id, day, amount, currency) VALUES (1, {account}, 1, {amount}, 'EUR')"
        )


def test_the_search_index_and_the_file_are_sound_after_undo(app: App) -> None:
    account = accounts.add(app.store, AccountFields(name="Kovač"))
    accounts.change(app.store, account, AccountFields(name="Novak"))
    app.store.undo()
    assert [match.name for match in accounts.matching(app.store, "kovac")] == ["Kovač"]
    assert accounts.matching(app.store, "novak") == []
    assert app.store.problems() == []


# -- the law: any sequence of operations, then undo all, gives the identical dump; redo all gives it back -----

_NAMES = st.text(min_size=1, max_size=12).map(lambda text: "n" + text)
_KINDS = "add change delete tier contact log buy rate follow finish snooze setting many older undo redo".split()  # noqa: SIM905
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(_KINDS),
        st.integers(0, 9),
        st.integers(0, 400),
        _NAMES,
    ),
    max_size=14,
)


def _do(app: App, step: str, which: int, number: int, text: str) -> None:
    store = app.store
    ids = [row[0] for row in store.dump()["account"] if row[-1] is None]
    account = ids[which % len(ids)] if ids else None
    day = TODAY - timedelta(days=number)
    if step == "undo":
        store.undo()
    elif step == "redo":
        store.redo()
    elif step == "older":
        done = [each.id for each in store.steps() if each.kind == "do" and each.state == "done"]
        if done:
            store.undo(done[which % len(done)])
    elif step == "many":
        _add_many(store, which, number, text)
    elif step == "setting":
        preferences.change(store, business=text, day_size=3 + which)
    elif step == "add" or account is None:
        accounts.add(store, AccountFields(name=text, phone=str(number)))
    elif step == "change":
        accounts.change(store, account, AccountFields(name=text, notes=text * 3, tags=(text,)))
    elif step == "delete":
        accounts.delete(store, account)
    elif step == "tier":
        accounts.set_tier(store, account, Tier.A, "because")
    elif step == "contact":
        contacts.add(store, account, ContactFields(name=text), role="buyer")
    elif step == "log":
        fields = InteractionFields(account=account, kind=InteractionKind.CALL, day=day, subject=text)
        _write(store, "Log", lambda: history.insert_interaction(store, fields))
    elif step == "buy":
        purchase = PurchaseFields(account=account, day=day, amount=number - 50, currency="EUR", refund=number < 50)
        _write(store, "Buy", lambda: history.insert_purchase(store, purchase))
    elif step == "rate":
        rating = RatingFields(account=account, day=day, score=which)
        _write(store, "Rate", lambda: history.insert_rating(store, rating))
    elif step == "follow":
        follow_ups.add(store, FollowUpFields(account=account, what=text, due=day))
    elif step == "finish":
        for follow_up in follow_ups.of_account(store, account)[:1]:
            follow_ups.finish(store, follow_up.id, TODAY)
    else:
        snoozes.snooze(store, account, today=TODAY, until=TODAY + timedelta(days=which))


def _add_many(store: Store, which: int, number: int, text: str) -> None:
    """What an import does: new accounts with people, conversations and orders, and one older account changed."""
    ids = store.ids.take(64 + which)
    people, places, calls, orders = (store.ids.take(64) for _ in range(4))
    older = [row[0] for row in store.dump()["account"]][:1]
    named = ("id", "name", "name_key", "search")
    with store.operation("Import"):
        insert_rows(store, tables.Account, named, [(account, text, text, text) for account in ids])
        insert_rows(store, tables.Contact, named, [(person, text, text, text) for person in people])
        insert_rows(
            store,
            tables.Affiliation,
            ("id", "contact_id", "account_id"),
            list(zip(places, people, ids, strict=False)),
        )
        store.expect(tables.Purchase, 60_000)
        insert_rows(
            store,
            tables.Interaction,
            ("account_id", "id", "kind", "day", "notes"),
            [(account, call, "call", number, text) for account, call in zip(ids, calls, strict=False)],
        )
        insert_rows(
            store,
            tables.Purchase,
            ("id", "account_id", "day", "amount", "currency"),
            [(order, account, number, 100, "EUR") for order, account in zip(orders, ids[which:], strict=False)],
        )
        # Changed and removed within the step that brought them.
        tables.Account.update(phone=text, search=text + " more").where(tables.Account.id == ids[which]).execute()
        tables.Purchase.delete().where(tables.Purchase.id == orders[which]).execute()
        tables.Account.update(notes=text).where(tables.Account.id << older).execute()


@settings(max_examples=60)
@given(_STEPS)
def test_undo_all_restores_the_identical_dump_and_redo_all_gives_it_back(
    steps: list[tuple[str, int, int, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = open_workspace(Path(folder) / "w.crm", today=TODAY, create=True)
        start = app.store.dump()
        for step in steps:
            try:
                _do(app, *step)
            except UserError:
                continue
        # Nothing is left over to be redone from before.
        accounts.add(app.store, AccountFields(name="The last one"))
        end = app.store.dump()
        undone = 0
        while app.store.undo():
            undone += 1
        assert app.store.dump() == start
        for _ in range(undone):
            app.store.redo()
        assert app.store.dump() == end
        assert app.store.problems() == []
        kept = app.store.rows("SELECT * FROM rhythm ORDER BY account_id")
        with app.store.derivation():
            rhythms.repack(app.store, None)
        assert app.store.rows("SELECT * FROM rhythm ORDER BY account_id") == kept
        app.close()


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    app = open_workspace(tmp_path / "w.crm", create=True)
    accounts.add(app.store, AccountFields(name="Acme"))
    before = app.store.dump()
    connection = app.store.database.connection()
    connection.pragma("max_page_count", connection.pragma("page_count"))
    with pytest.raises(UserError, match="disk is full"):
        accounts.add(app.store, AccountFields(name="Big", notes="x" * 1_000_000))
    assert app.store.dump() == before
    connection.pragma("max_page_count", 1 << 30)
    accounts.add(app.store, AccountFields(name="Big", notes="x" * 1_000_000))
    app.close()


def test_a_disk_that_is_full_after_a_save_is_not_told_as_if_nothing_was_saved(tmp_path: Path) -> None:
    app = open_workspace(tmp_path / "w.crm", create=True)
    accounts.add(app.store, AccountFields(name="Acme"))
    connection = app.store.database.connection()
    connection.pragma("max_page_count", connection.pragma("page_count"))
    with pytest.raises(UserError, match="disk is full") as told, app.store.derivation():
        connection.execute("INSERT INTO packed VALUES ('test', 1, x'', zeroblob(1000000))")
    assert told.value.safe == "What you saved is safe; only the lists are not up to date."
    app.close()


def test_a_workspace_that_another_program_holds_is_told(tmp_path: Path) -> None:
    app = open_workspace(tmp_path / "w.crm", create=True)
    app.store.database.connection().setbusytimeout(1)
    # The other program must not share our SQLite library's locks: a process of its own.
    import subprocess
    import sys

    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import apsw, sys; c = apsw.Connection(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); "
            "print('held', flush=True); sys.stdin.read()",
            str(tmp_path / "w.crm"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    try:
        with pytest.raises(UserError, match="Another program"):
            accounts.add(app.store, AccountFields(name="Acme"))
    finally:
        holder.communicate(b"")
    accounts.add(app.store, AccountFields(name="Acme"))
    app.close()
