"""Notices that the whole book went quiet together: then orders are missing from the file, not customers."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.whose_silence import LOOKS_BACK, SHORTEST, Quiet, book_is_quiet, is_awake
from crm_desktop.services import book, shown
from crm_desktop.services.corrections import Told
from crm_desktop.services.packed import Packed, among
from crm_desktop.storage.store import Store

_TWO_YEARS = 730
_ORDERS = "orders"
_REGULAR = 4
# A rhythm of imports needs three of them; the next is late after twice the usual gap, and never within a week.
_IMPORTS = 3
_LATE_AFTER = 2.0
_MILLISECONDS_A_DAY = 86_400_000


class QuietBook(NamedTuple):
    """Since which day the book is quiet, how many orders came all the same, and when orders were last imported."""

    since: date
    orders: int
    last_import: date | None

    def as_json(self) -> list[str | int | None]:
        """Plain values; ``from_json`` reads them back exactly."""
        return [self.since.isoformat(), self.orders, self.last_import.isoformat() if self.last_import else None]

    @classmethod
    def from_json(cls, kept: list[str | int | None]) -> QuietBook:
        since, orders, last_import = kept
        day = date.fromisoformat(str(last_import)) if last_import else None
        return cls(date.fromisoformat(str(since)), int(orders or 0), day)


def stored(store: Store) -> QuietBook | None:
    """What the last whole pass noticed."""
    kept = shown.get(store, "quiet_book")
    return None if kept is None else QuietBook.from_json(kept)


def notice(store: Store, kept: Packed, told: Told, as_of: int) -> QuietBook | None:
    """Looks at all orders together and at the rhythm of imports; keeps the answer, inside a derivation.

    ``kept``: the common habits of all accounts. Where they say for certain that the book is awake, no order is read.
    """
    awake = _is_awake(kept, told, as_of)
    found = None if awake else _look(store, as_of)
    shown.put(store, "quiet_book", found and found.as_json())
    return found


def _is_awake(kept: Packed, told: Told, as_of: int) -> bool:
    """Whether even the newest order of each account rules out that the book is quiet.

    In the newest weeks they are a lower bound of the orders; how many there were before is bounded from above by
    all that had been ordered lately when the habits were worked out.
    """
    import numpy as np

    # The days of who pauses stand on their own clock, not on the calendar.
    here = ~among(kept.ids, told.paused) & (kept.columns["purchases"] > 0)
    ago = as_of - kept.columns["last_day"][here]
    ago = ago[ago < LOOKS_BACK]
    orders = np.bincount(ago, minlength=LOOKS_BACK)[::-1]
    forgotten = int(kept.columns["lately"][here].sum()) - len(ago)
    return is_awake(orders.tolist(), forgotten=forgotten)


def _look(store: Store, as_of: int) -> QuietBook | None:
    orders, buying, last, imports = _orders(store, as_of)
    quiet = book_is_quiet(orders, as_of, buying=buying)
    if quiet is None:
        quiet = _import_is_late(imports, orders, as_of)
    if quiet is None and last is not None and not any(orders):
        # Older than anything that a rhythm could explain.
        quiet = Quiet(last, 0)
    return quiet and QuietBook(day_from(quiet.since), quiet.orders, day_from(imports[-1]) if imports else None)


def _orders(store: Store, as_of: int) -> tuple[list[int], int, int | None, list[int]]:
    """How many accounts bought on each day of two years, how many buy regularly, the newest order, and the imports.

    Kept for the days to come, on which nothing is bought until some account is touched.
    """
    import numpy as np

    kept = shown.get(store, _ORDERS)
    if kept is None or kept["as_of"] > as_of:
        found = book.known_on(store, book.read(store), as_of)
        log, ids = found.purchases, found.log.ids
        owner = np.repeat(np.arange(len(ids)), np.diff(log.starts))
        here = np.array([account not in found.told.paused for account in ids], bool)[owner]
        ago = as_of - log.days[here]
        kept = {
            "as_of": as_of,
            "orders": np.bincount(ago[ago <= _TWO_YEARS], minlength=_TWO_YEARS + 1)[::-1].tolist(),
            "buying": int((np.diff(log.starts) >= _REGULAR).sum()),
            "last": int(log.days.max()) if len(log.days) else None,
            "imports": _import_days(store, as_of - _TWO_YEARS),
        }
        shown.put(store, _ORDERS, kept)
    orders = [*kept["orders"], *[0] * (as_of - kept["as_of"])][-_TWO_YEARS - 1 :]
    imports = [day for day in kept["imports"] if as_of - _TWO_YEARS <= day <= as_of]
    return orders, kept["buying"], kept["last"], imports


def forget_orders(store: Store) -> None:
    """Some account was touched, inside a derivation: the orders are counted anew when they are asked for."""
    if shown.get(store, _ORDERS) is not None:
        shown.put(store, _ORDERS, None)


def _import_days(store: Store, since: int) -> list[int]:
    """The days since one on which orders came in that nobody typed, ascending."""
    rows = store.rows(
        """SELECT DISTINCT o.made_at / :a_day FROM (
            SELECT id, made_at, lead(id) OVER (ORDER BY id) AS following FROM operation WHERE kind = 'do'
        ) o WHERE o.made_at / :a_day >= :since AND EXISTS (
            SELECT 1 FROM purchase p WHERE p.id > o.id AND (o.following IS NULL OR p.id < o.following)
            AND p.noted_at IS NULL AND p.deleted_at IS NULL) ORDER BY 1""",
        {"a_day": _MILLISECONDS_A_DAY, "since": since},
    )
    return [day for (day,) in rows]


def _import_is_late(imports: list[int], orders: list[int], as_of: int) -> Quiet | None:
    """The last import is older than the rhythm of imports, and no order was entered in any other way since.

    ``orders[-1]`` are those of the day ``as_of``.
    """
    gaps = sorted(after - before for before, after in pairwise(imports))
    if len(imports) < _IMPORTS or as_of - imports[-1] <= max(_LATE_AFTER * gaps[len(gaps) // 2], gaps[-1], SHORTEST):
        return None
    since_import = as_of - imports[-1]
    if sum(orders[-since_import:]):
        return None
    last = next((ago for ago, count in enumerate(reversed(orders)) if count), None)
    return None if last is None else Quiet(as_of - last, 0)
