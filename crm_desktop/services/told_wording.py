"""Every sentence about what people told the detector, and about what changed since the list was last looked at."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.signals import Season
from crm_desktop.i18n import format_day, format_number, month_names, tr, tr_n
from crm_desktop.services import wording
from crm_desktop.services.corrections import Correction, CorrectionKind
from crm_desktop.services.what_changed import Change, Group, Move, WhatChanged

# -- what was told -------------------------------------------------------------------------------


def pause_offer(season: Season) -> str:
    """The button that tells a pause."""
    return {
        Season.WINTER: tr("They pause in winter"),
        Season.SPRING: tr("They pause in spring"),
        Season.SUMMER: tr("They pause in summer"),
        Season.AUTUMN: tr("They pause in autumn"),
    }[season]


def months(first: int, last: int) -> str:
    """ "December to February", or one month by its name."""
    names = month_names()
    if first == last:
        return names[first - 1]
    return tr("{first} to {last}", first=names[first - 1], last=names[last - 1])


def told(correction: Correction) -> str:
    """What somebody said, as the account page and the why card repeat it."""
    if correction.kind is CorrectionKind.PAUSE:
        return tr("You said: they pause {months}.", months=months(*_months(correction)))
    if correction.kind is CorrectionKind.NEW_RHYTHM:
        return tr("You said: a new rhythm from {day}.", day=_day(correction.from_day))
    if correction.kind is CorrectionKind.LEFT:
        return tr("You said on {day}: not a customer any more.", day=_day(correction.set_on))
    return tr("You said: not slipping, ask again on {day}.", day=_day(correction.until))


def _months(correction: Correction) -> tuple[int, int]:
    return correction.first_month or 1, correction.last_month or 1


def _day(day: date | None) -> str:
    return "" if day is None else format_day(day, "date")


def pause_noted(name: str, first: int, last: int) -> str:
    """The message after a pause was told."""
    return tr("{name} pauses {months}: that time counts as no silence.", name=name, months=months(first, last))


def new_rhythm_noted(name: str, from_day: date) -> str:
    """The message after a new rhythm was told."""
    return tr("The rhythm of {name} is learned anew from {day}.", name=name, day=format_day(from_day, "date"))


def left_noted(name: str) -> str:
    """The message after somebody said that they are gone."""
    return tr("{name} is not a customer any more and is off every list.", name=name)


def not_slipping_noted(name: str, until: date) -> str:
    """The message after somebody said that they are not slipping."""
    return tr("{name} is not slipping. We ask again on {day}.", name=name, day=format_day(until, "long"))


def taken_back_noted(name: str) -> str:
    """The message after something was taken back."""
    return tr("Taken back: {name} is measured without it.", name=name)


# -- what changed --------------------------------------------------------------------------------


def news(what: WhatChanged, today: date) -> str:
    """One calm line: who arrived, moved and recovered, and what you changed yourself."""
    moves = [
        tr_n("{n} new", "{n} new", what.arrived) if what.arrived else "",
        tr_n("{n} worse", "{n} worse", what.worse) if what.worse else "",
        tr_n("{n} better", "{n} better", what.better) if what.better else "",
    ]
    moved = ", ".join(move for move in moves if move)
    since = _since(what.since, today)
    parts = [
        tr("Since {day}: {moves}.", day=since, moves=moved) if moved else "",
        _recovered(what.recovered, "" if moved else since),
        tr("No order for a year now: {names}.", names=_names(what.lapsed)) if what.lapsed.number else "",
        tr("Off the list by your word: {names}.", names=_names(what.by_you)) if what.by_you.number else "",
        tr("You changed the settings.") if what.rule_changed else "",
    ]
    said = " ".join(part for part in parts if part)
    return said or tr("Nothing has changed since {day}.", day=since)


def _recovered(group: Group, since: str) -> str:
    if not group.number:
        return ""
    if since:
        return tr_n(
            "{n} recovered since {day}: {names}.",
            "{n} recovered since {day}: {names}.",
            group.number,
            day=since,
            names=_names(group),
        )
    return tr_n("{n} recovered: {names}.", "{n} recovered: {names}.", group.number, names=_names(group))


def _names(group: Group) -> str:
    """As many names as a line can hold, and how many there are besides."""
    names, more = ", ".join(group.names), group.number - len(group.names)
    return tr("{names} and {number} more", names=names, number=format_number(more)) if more > 0 else names


def moved(change: Change, today: date) -> str:
    """How one account moved, and whether they did it or you."""
    day = _since(change.since, today)
    if change.move is Move.ARRIVED or change.before is None:
        if change.by_you:
            return tr("On the list since {day}, because you changed the rule.", day=day)
        return tr("New on the list since {day}.", day=day)
    before = wording.certainty_word_of(change.before)
    if change.by_you:
        return tr("It was “{before}” on {day}; you changed the rule.", before=before, day=day)
    if change.move is Move.WORSE:
        return tr("Worse: on {day} it was “{before}”.", before=before, day=day)
    return tr("Better: on {day} it was “{before}”.", before=before, day=day)


def _since(day: date, today: date) -> str:
    """The day by its weekday while that is clear."""
    return format_day(day, "weekday" if (today - day).days < 7 else "day_month")
