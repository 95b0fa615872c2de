"""Random sequences of merging, logging, editing, undoing and doing again, and the laws that hold after every step."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import (
    AccountFields,
    ContactFields,
    FollowUpFields,
    InteractionFields,
    PromiseFields,
    PurchaseFields,
    RatingFields,
)
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind, SnoozeReason
from crm_desktop.services import (
    accounts,
    contacts,
    corrections,
    duplicates,
    follow_ups,
    history,
    merging,
    merging_people,
    promises,
    snoozes,
)
from crm_desktop.services.duplicates import Of
from crm_desktop.services.merging import FIELDS, Side
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store
from tests.world import TODAY

NAMES = ("Kovač", "Kovač d.o.o.", "Mizarstvo Kovač", "Fjordmat AS", "Αφοί Παπαδάκη")
PEOPLE = ("Ana Kos", "Ana Kos", "Ola Nord", "Ana Kos")


def build(store: Store) -> None:
    """Five accounts with something in every table, and people of whom one is at two accounts."""
    made = []
    for number, name in enumerate(NAMES):
        fields = AccountFields(name=name, phone=f"+38641555{number:03}", notes=f"note {number}", tags=(f"tag{number}",))
        account = accounts.add(store, fields)
        made.append(account)
        record(store, account, None, number)
        if number < len(PEOPLE):
            contacts.add(store, account, ContactFields(name=PEOPLE[number], phone="" if number else "123"), "Buyer")
    # One person at two accounts, and a file kept with one.
    person = store.value("SELECT min(id) FROM contact")
    with store.operation("Second place"):
        store.insert(tables.Affiliation, contact_id=person, account_id=made[1], role="")
        store.insert(
            tables.Attachment, account_id=made[0], name="offer.pdf", sha256="0" * 64, size=1, day=20_000, noted_at=1
        )
    record(store, made[1], person, 9)


def record(store: Store, account: int, person: int | None, number: int) -> None:
    """A call, an order, a rating, a follow-up, a promise, a snooze and a correction of one account."""
    day = TODAY - timedelta(days=number + 1)
    with store.operation("Log"):
        history.insert_interaction(
            store, InteractionFields(account=account, contact=person, kind=InteractionKind.CALL, day=day)
        )
        history.insert_purchase(
            store, PurchaseFields(account=account, day=day, amount=1_000 + 7 * number, currency="EUR")
        )
        history.insert_rating(store, RatingFields(account=account, contact=person, day=day, score=number % 11))
    follow_ups.add(store, FollowUpFields(account=account, contact=person, what=f"send {number}", due=TODAY))
    promises.add(store, PromiseFields(account=account, contact=person, what=f"credit {number}", due=TODAY))
    snoozes.snooze(store, account, today=TODAY, until=TODAY + timedelta(days=3), reason=SnoozeReason.SNOOZED)
    corrections.not_slipping(store, account, TODAY + timedelta(days=9), TODAY)


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp())
    app = open_workspace(folder / "template.crm", today=TODAY, create=True)
    build(app.store)
    app.close()
    return folder / "template.crm"


@contextmanager
def world(folder: Path) -> Iterator[App]:
    """A workspace of its own as ``build`` left it."""
    path = folder / "merging.crm"
    shutil.copy(_template(), path)
    app = open_workspace(path, today=TODAY)
    try:
        yield app
    finally:
        app.close()
        for each in folder.glob("merging.crm*"):
            each.unlink()


def totals(store: Store) -> dict[str, Any]:
    """What no merge may change: how many rows there are of each kind, and what they come to."""
    counts = {
        table._meta.table_name: store.value(f"SELECT count(*) FROM {table._meta.table_name}")
        for table in tables.RECORDED
        if table not in (tables.NeverSame, tables.NeverSamePerson)
    }
    return counts | {
        "amounts": store.value("SELECT sum(amount) FROM purchase WHERE deleted_at IS NULL"),
        "scores": store.value("SELECT sum(score) FROM rating WHERE deleted_at IS NULL"),
        "of those who stay": store.value(
            "SELECT sum(p.amount) FROM purchase p JOIN account a ON a.id = p.account_id WHERE a.deleted_at IS NULL"
        ),
        "accounts": store.value("SELECT count(*) FROM account WHERE deleted_at IS NULL OR merged_into IS NOT NULL"),
    }


def check_laws(store: Store) -> None:
    """No cycle, nothing left behind under an account or a person that was merged away, no row that points nowhere."""
    for table in ("account", "contact"):
        into = dict(store.rows(f"SELECT id, merged_into FROM {table} WHERE merged_into IS NOT NULL"))
        for start in into:
            seen = [start]
            while (following := into.get(seen[-1])) is not None:
                assert following not in seen, f"a cycle in {table}"
                seen.append(following)
            assert store.value(f"SELECT deleted_at FROM {table} WHERE id = ?", (seen[-1],)) is None
            assert store.value(f"SELECT deleted_at FROM {table} WHERE id = ?", (start,)) is not None
        for other in tables.RECORDED:
            if f"{table}_id" in other._meta.columns and other is not tables.Affiliation:
                left = store.value(
                    f"SELECT count(*) FROM {other._meta.table_name} WHERE {table}_id IN "
                    f"(SELECT id FROM {table} WHERE merged_into IS NOT NULL)"
                )
                assert left == 0, f"{left} rows of {other._meta.table_name} are left behind"
    twice = store.rows(
        """SELECT f.account_id, f.contact_id FROM affiliation f JOIN account a ON a.id = f.account_id
        JOIN contact c ON c.id = f.contact_id WHERE a.deleted_at IS NULL AND c.deleted_at IS NULL AND f.until IS NULL
        GROUP BY 1, 2 HAVING count(*) > 1"""
    )
    assert twice == [], "a person stands twice at one account"
    assert store.rows("PRAGMA foreign_key_check") == []


def run_sequence(app: App, random: Random, steps: int) -> dict[str, int]:
    """So many random steps, the laws checked after each; how often which was done or refused."""
    store = app.store
    before: dict[int, dict[str, Any]] = {}
    done: dict[str, int] = {}
    for step in range(steps):
        kind = random.choice(("merge", "merge", "people", "log", "edit", "never", "undo", "undo any", "redo"))
        dump, sums = store.dump(), totals(store)
        newest = store.next_step("undo")
        try:
            _do(store, kind, random, step)
        except UserError:
            kind = f"{kind} refused"
            assert store.dump() == dump, "a refusal changed something"
        done[kind] = done.get(kind, 0) + 1
        now = store.next_step("undo")
        if kind in ("merge", "people", "never"):
            assert totals(store) == sums
        if kind == "undo" and newest is not None and newest.id in before:
            assert store.dump() == before[newest.id], "undo did not give back what was there"
        if kind in ("undo any", "redo"):
            before.clear()  # what stood before the later steps was different then
        if kind in ("merge", "people", "edit", "never") and now is not None and (newest is None or now.id != newest.id):
            before[now.id] = dump
        check_laws(store)
    return done


def _do(store: Store, kind: str, random: Random, step: int) -> None:
    everybody = [row[0] for row in store.rows("SELECT id FROM account ORDER BY id")]
    people = [row[0] for row in store.rows("SELECT id FROM contact ORDER BY id")]
    here = [row[0] for row in store.rows("SELECT id FROM account WHERE deleted_at IS NULL ORDER BY id")]
    if kind == "merge":
        sides = {field: random.choice(tuple(Side)) for field in FIELDS if random.random() < 0.5}
        merging.merge(store, random.choice(everybody), random.choice(everybody), sides)
    elif kind == "people":
        merging_people.merge(store, random.choice(people), random.choice(people), frozenset({"phone"}))
    elif kind == "log":
        record(store, random.choice(here), None, step)
    elif kind == "edit":
        account = random.choice(here)
        accounts.change(store, account, AccountFields(name=f"Renamed {step}", notes=random.choice(("", "new"))))
    elif kind == "never":
        duplicates.say_never_same(store, Of.ACCOUNTS, random.choice(everybody), random.choice(everybody), TODAY)
    elif kind == "undo":
        store.undo()
    elif kind == "undo any":
        taken = [row[0] for row in store.rows("SELECT id FROM operation WHERE kind = 'do' AND state = 'done'")]
        # What built the world stays: without it there is nothing to merge.
        newest = taken[-8:]
        store.undo(random.choice(newest))
    else:
        store.redo()
