"""The law: any steps, then undo all, gives the identical dump; redo all gives it back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.app import App
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
from tests.world import TODAY, new_workspace


def _write(store: Store, label: str, write: Callable[[], object]) -> None:
    with store.operation(label):
        write()


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
        app = new_workspace(Path(folder) / "w.crm")
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
