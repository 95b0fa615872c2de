"""Finds the accounts of a filter in the order of a column: the order in the worker, what one types at once in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.services import account_views
from crm_desktop.services.account_search import AccountWords, Order
from crm_desktop.ui.desk import Desk


class AccountFinding:
    """``show`` gets the ids that were found, and whether the table stays where it is."""

    def __init__(self, desk: Desk, show: Callable[[Sequence[int], bool], None]) -> None:
        self._desk, self._show = desk, show
        self.sort, self.descending = "name", False
        desk.words.prepare.append(self._prepare)
        # All ids of the terms in their order: what one types only chooses among them.
        self._ordered: tuple[AccountFilter, Order] | None = None
        self._asked = 0

    def find(self, wanted: AccountFilter, *, me: str, stay: bool, anew: bool) -> None:
        """``anew``: something else than the text may have changed. ``me`` is who sits here."""
        store, today = self._desk.app.store, self._desk.app.today
        sort, descending = self.sort, self.descending
        terms, text = AccountFilter(wanted.terms), wanted.text
        if anew:
            self._ordered = None  # what is typed before the answer comes must not choose among what was
        ordered = self._ordered[1] if self._ordered is not None and self._ordered[0] == terms else None
        words = self._desk.words.now
        self._asked += 1
        asked = self._asked

        def found(order: Order) -> Sequence[int]:
            return order.found(words, text) if words else account_views.found_among(store, order.ids, text)

        # A key press need not wait for what the worker is at.
        if ordered is not None and (words or not text.strip()):
            self._show(found(ordered), stay)
            return

        def read() -> tuple[Order, Sequence[int]]:
            order = ordered
            if order is None:
                ids = account_views.ordered_ids(store, wanted, today, sort=sort, descending=descending, me=me)
                order = Order(ids)
            if words is not None:
                order.know(words)
            return order, found(order)

        def done(answer: tuple[Order, Sequence[int]]) -> None:
            if asked == self._asked:
                self._ordered = terms, answer[0]
                self._show(answer[1], stay)

        self._desk.tasks.run(read, done, latest="accounts")

    def _prepare(self, words: AccountWords) -> None:
        ordered = self._ordered  # the window may forget it meanwhile
        if ordered is not None:
            ordered[1].know(words)
