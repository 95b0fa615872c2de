"""What is said when nobody is listed, and what one can do then; the window and the terminal say the same."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import format_day, tr, tr_n
from crm_desktop.services import wording
from crm_desktop.services.attention_data import TodayList


class WayOut(StrEnum):
    """What the button of an empty list does."""

    IMPORT = "import"
    ALL_TIERS = "all_tiers"
    ACCOUNTS = "accounts"


class Emptiness(NamedTuple):
    """Why there is nothing to list."""

    title: str
    text: str
    way_out: WayOut
    label: str


def why_empty(listed: TodayList, tier: Tier | None = None, *, archive: bool = False) -> Emptiness:
    """No accounts, none of the tier, no orders of late, all seen to, too few orders yet, or everyone on rhythm.

    ``archive``: where none is counted, there are archived ones.
    """
    number = listed.summary.accounts
    if not number and archive:
        return Emptiness(
            tr("All accounts are archived"),
            tr("Archived accounts are left out of every list."),
            WayOut.ACCOUNTS,
            tr("Go to all accounts"),
        )
    if not number:
        return Emptiness(
            tr("No accounts yet"),
            tr("Bring in a list of your orders, and we show who is slipping away."),
            WayOut.IMPORT,
            tr("Import a file"),
        )
    if listed.rows:
        return Emptiness(
            tr("No account of tier {tier} needs you", tier=tier or ""),
            tr("Other tiers have some."),
            WayOut.ALL_TIERS,
            tr("Show all tiers"),
        )
    if listed.quiet_book is not None and not listed.quiet_book.orders:
        return Emptiness(
            tr("Nobody has ordered of late"),
            wording.quiet_book(listed.quiet_book),
            WayOut.IMPORT,
            tr("Import a file"),
        )
    see_all = tr_n("See all {n} account", "See all {n} accounts", number)
    if listed.summary.could_walk_away:
        return Emptiness(
            tr("You have seen to everybody"),
            tr("Everyone who is off their rhythm was called lately or is put off until later."),
            WayOut.ACCOUNTS,
            see_all,
        )
    if listed.next_expected is None:
        return Emptiness(
            tr("Still learning their rhythms"),
            tr("From 4 orders on we can tell how often an account buys. Until then nobody is called late."),
            WayOut.ACCOUNTS,
            see_all,
        )
    name, day = listed.next_expected
    return Emptiness(
        tr("Everyone is on their usual rhythm"),
        tr(
            "No account needs you right now. The next order we expect is from {name}, {day}.",
            name=name,
            day=_around(day, listed.day),
        ),
        WayOut.ACCOUNTS,
        see_all,
    )


def _around(day: date, today: date) -> str:
    """A day we expect something on: today, tomorrow, "around Monday", "around Fri 4 Dec"."""
    ahead = (day - today).days
    if ahead <= 1:
        return tr("today") if ahead <= 0 else tr("tomorrow")
    return tr("around {day}", day=format_day(day, "weekday" if ahead < 7 else "short"))
