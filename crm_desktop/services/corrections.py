"""What a person tells the detector about one account; each correction is one step that can be undone or taken back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from crm_desktop.domain.dates import day_from, day_number, milliseconds
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.own_clock import MONTHS, months_between
from crm_desktop.i18n import format_day, tr
from crm_desktop.services import accounts
from crm_desktop.services.moments import typed_at
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store


class CorrectionKind(StrEnum):
    """What was told."""

    PAUSE = "pause"
    NEW_RHYTHM = "new_rhythm"
    LEFT = "left"
    NOT_SLIPPING = "not_slipping"


class Correction(NamedTuple):
    """One thing that was told. ``from_day``: new rhythm; ``until``: not slipping; the months (1 to 12): pause."""

    id: int
    kind: CorrectionKind
    set_on: date
    from_day: date | None = None
    until: date | None = None
    first_month: int | None = None
    last_month: int | None = None

    def as_json(self) -> list[Any]:
        """Plain values; ``from_json`` reads them back exactly."""
        days = (self.set_on, self.from_day, self.until)
        return [self.id, self.kind, *(day and day_number(day) for day in days), self.first_month, self.last_month]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> Correction:
        id, kind, set_on, from_day, until, first_month, last_month = stored
        return cls(
            id=id,
            kind=CorrectionKind(kind),
            set_on=day_from(set_on),
            from_day=None if from_day is None else day_from(from_day),
            until=None if until is None else day_from(until),
            first_month=first_month,
            last_month=last_month,
        )


# -- telling -------------------------------------------------------------------------------------


def pauses(store: Store, account: int, first_month: int, last_month: int, today: date) -> None:
    """They pause every year from one month to another, over the year's end if need be: their clock stands still.

    Raises ``UserError`` when that, with what was told before, would be the whole year.
    """
    before = told(store, day_number(today), [account]).paused.get(account, frozenset())
    months = months_between(first_month, last_month)
    if months <= before:
        return
    if len(months | before) >= MONTHS:
        raise UserError(
            tr("Nobody pauses all year."), tr("Nothing was changed."), tr("Say that they are no customer any more.")
        )
    label = tr("{name} pauses every year", name=accounts.name_of(store, account))
    with store.operation(label):
        _insert(store, account, CorrectionKind.PAUSE, today, first_month=first_month, last_month=last_month)


def new_rhythm(store: Store, account: int, from_day: date, today: date) -> None:
    """Their rhythm is learned anew from a day on; what they bought before still counts as revenue."""
    if from_day > today:
        raise UserError(tr("{day} is after today.", day=format_day(from_day, "date")), tr("Nothing was changed."))
    with store.operation(tr("New rhythm for {name}", name=accounts.name_of(store, account))):
        _forget(store, account, CorrectionKind.NEW_RHYTHM, today)
        _insert(store, account, CorrectionKind.NEW_RHYTHM, today, from_day=day_number(from_day))


def left(store: Store, account: int, today: date) -> None:
    """They are no customer any more: frozen, off every list, and not counted in what could walk away."""
    with store.operation(tr("{name} is not a customer any more", name=accounts.name_of(store, account))):
        _forget(store, account, CorrectionKind.LEFT, today)
        _insert(store, account, CorrectionKind.LEFT, today)


def not_slipping(store: Store, account: int, until: date, today: date) -> None:
    """They are not slipping: off the list until a day, on which it may come back."""
    if until <= today:
        raise UserError(tr("{day} is not after today.", day=format_day(until, "date")), tr("Nothing was changed."))
    with store.operation(tr("{name} is not slipping", name=accounts.name_of(store, account))):
        _forget(store, account, CorrectionKind.NOT_SLIPPING, today)
        _insert(store, account, CorrectionKind.NOT_SLIPPING, today, until_day=day_number(until))


def take_back(store: Store, correction: int, today: date) -> None:
    """What was told counts no longer. Raises ``UserError`` when it was taken back already."""
    row = store.row("SELECT account_id FROM correction WHERE id = ? AND deleted_at IS NULL", (correction,))
    if row is None:
        raise UserError(tr("This was taken back already."), tr("Nothing was changed."))
    with store.operation(tr("Take back what was said about {name}", name=accounts.name_of(store, row[0]))):
        _delete(store, [correction], today)


def _insert(store: Store, account: int, kind: CorrectionKind, today: date, **columns: int) -> None:
    store.insert(
        tables.Correction,
        account_id=account,
        kind=kind,
        set_on=day_number(today),
        noted_at=milliseconds(typed_at(today)),
        **columns,
    )


def _forget(store: Store, account: int, kind: CorrectionKind, today: date) -> None:
    """Of kinds that cannot hold twice only what was told last stays."""
    rows = store.rows(
        "SELECT id FROM correction WHERE account_id = ? AND kind = ? AND deleted_at IS NULL", (account, kind)
    )
    _delete(store, [correction for (correction,) in rows], today)


def _delete(store: Store, ids: Collection[int], today: date) -> None:
    moment = milliseconds(typed_at(today))
    tables.Correction.update(deleted_at=moment).where(tables.Correction.id.in_(ids)).execute()


# -- reading -------------------------------------------------------------------------------------


def of_account(store: Store, account: int, today: date) -> list[Correction]:
    """What was told about an account and still holds on a day, oldest first."""
    return of_accounts(store, [account], today).get(account, [])


def of_accounts(store: Store, chosen: Collection[int], today: date) -> dict[int, list[Correction]]:
    """The same for some accounts; those about which nothing was told are left out."""
    found: dict[int, list[Correction]] = {}
    for account, *row in _in_force(store, day_number(today), chosen):
        found.setdefault(account, []).append(Correction.from_json(row))
    return found


def paused_months(said: Iterable[Correction]) -> frozenset[int]:
    """The months (1 to 12) in which the clock of an account stands still."""
    months: frozenset[int] = frozenset()
    for each in said:
        if each.first_month and each.last_month:
            months |= months_between(each.first_month, each.last_month)
    return months


class Told(NamedTuple):
    """What holds on a day, as the model needs it, by account."""

    paused: dict[int, frozenset[int]]
    """The months (1 to 12) in which the clock stands still."""
    rhythm_from: dict[int, int]
    """The day number from which purchases count for the rhythm."""
    left: frozenset[int]
    not_slipping: frozenset[int]


def told(store: Store, as_of: int, chosen: Collection[int] | None = None) -> Told:
    """Everything that was told about these accounts (``None``: all) and holds on a day."""
    paused: dict[int, frozenset[int]] = {}
    rhythm_from: dict[int, int] = {}
    gone: set[int] = set()
    calm: set[int] = set()
    for account, _, kind, _, from_day, _, first, last in _in_force(store, as_of, chosen):
        if kind == CorrectionKind.PAUSE:
            paused[account] = paused.get(account, frozenset()) | months_between(first, last)
        elif kind == CorrectionKind.NEW_RHYTHM:
            rhythm_from[account] = from_day
        else:
            (gone if kind == CorrectionKind.LEFT else calm).add(account)
    return Told(paused, rhythm_from, frozenset(gone), frozenset(calm))


def told_about(store: Store) -> list[int]:
    """The accounts about which anything was told, whether or not it holds on a day."""
    return [account for (account,) in store.rows("SELECT DISTINCT account_id FROM correction WHERE deleted_at IS NULL")]


def _in_force(store: Store, as_of: int, chosen: Collection[int] | None) -> list[Any]:
    only = "" if chosen is None else "AND account_id IN (SELECT value FROM json_each(:chosen))"
    return store.rows(
        f"""SELECT account_id, id, kind, set_on, from_day, until_day, first_month, last_month FROM correction
        WHERE deleted_at IS NULL AND set_on <= :as_of AND coalesce(until_day, :as_of + 1) > :as_of {only}
        ORDER BY id""",
        {"as_of": as_of, "chosen": None if chosen is None else json.dumps(list(chosen))},
    )
