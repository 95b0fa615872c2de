"""The write door: one transaction, one changeset."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import apsw
import pytest
from peewee import OperationalError

from crm_desktop.app import App
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.entities import AccountFields, PurchaseFields
from crm_desktop.domain.errors import UserError
from crm_desktop.services import accounts, history
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store
from tests.world import TODAY


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
