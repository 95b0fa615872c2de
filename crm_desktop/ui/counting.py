"""Counts accounts by what is derived of them: at once where much has changed, and when all of it is worked out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from crm_desktop.services import shown
from crm_desktop.ui.desk import Desk

_Counted = TypeVar("_Counted")


def count_accounts(
    desk: Desk, count: Callable[[], _Counted], show: Callable[[_Counted, bool], None], *, latest: str
) -> None:
    """Runs ``count`` in the worker and hands over what it gives, and whether the tables it counts were up to date.

    They are looked at first of all: who read them just before has read what others may have put right by the end.

    They are brought up to date for it. Where the habits of all accounts have to be learned anew for that, as after
    half of them went into the archive, the counts do not wait: what is there is counted before, too.
    """
    store, today = desk.app.store, desk.app.today

    def at_once() -> tuple[_Counted | None, bool]:
        waits = shown.get(store, "tables") is not None and not shown.is_current(store, today)
        return count() if waits else None, shown.tables_are_current(store, today)

    def up_to_date() -> _Counted:
        from crm_desktop.services import standings  # not before the first paint

        standings.bring_up_to_date(store, today)
        return count()

    def go_on(found: tuple[_Counted | None, bool]) -> None:
        counted, was_current = found
        if counted is not None:
            show(counted, True)
        # Only now: whoever else counts at once does not wait for it.
        desk.tasks.run(up_to_date, lambda answer: show(answer, was_current), latest=latest)

    desk.tasks.run(at_once, go_on, latest=f"{latest}-at-once")
