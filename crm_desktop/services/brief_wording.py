"""The brief before a call in words: for the card, for an e-mail and for the terminal alike."""

from __future__ import annotations

from datetime import date, time
from typing import NamedTuple

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.kinds import Direction, MadeBy
from crm_desktop.domain.signals import Certainty, certainty
from crm_desktop.i18n import format_day, format_money, tr, tr_n
from crm_desktop.services import told_wording, wording
from crm_desktop.services.brief import MOST_LINES, Bought, Brief, Word
from crm_desktop.services.history import EntryKind
from crm_desktop.services.places import Arrival, Former
from crm_desktop.services.portrait import Person

_LONGEST = 160
_ADVOCATE = 9
"""From this rating on somebody speaks for us."""


class Part(NamedTuple):
    """A few lines under a title. ``pressing``: the first line is what one must not forget."""

    title: str
    lines: tuple[str, ...]
    pressing: bool = False


def heading(brief: Brief) -> str:
    """The account, its tier and how it stands."""
    row = brief.row
    if row is None:
        return brief.account.name
    return tr("{name}, tier {tier}. {status}.", name=brief.account.name, tier=row.tier, status=_status(brief))


def _status(brief: Brief) -> str:
    return wording.status_word(brief.row.status) if brief.row else ""


def parts(brief: Brief) -> list[Part]:
    """Everything worth knowing, in the order of a call; what there is nothing of is left out."""
    found = (
        Part(tr("Why"), _why(brief)),
        Part(tr("Do not forget"), _not_to_forget(brief), pressing=brief.complaint is not None),
        Part(tr("Last words"), _last_words(brief)),
        Part(tr("Promises"), _promises(brief)),
        Part(tr("Follow-ups"), _follow_ups(brief)),
        Part(tr("Their people"), _people(brief)),
        Part(tr("What they buy"), _buys(brief)),
    )
    return [part for part in found if part.lines]


def plain_text(brief: Brief) -> str:
    """The brief as plain text, to be pasted into an e-mail: whoever reads it later sees of which day it is."""
    written = [heading(brief)]
    for part in parts(brief):
        written += ["", part.title, *(f"- {line}" for line in part.lines)]
    written += ["", tr("As of {day}.", day=format_day(brief.today, "date"))]
    return "\n".join(written) + "\n"


def _why(brief: Brief) -> tuple[str, ...]:
    row = brief.row
    if row is None:
        return (tr("Archived accounts are left out of every list."),) if brief.account.archived else ()
    said = [wording.account_sentence(row, brief.today)]
    # Whoever is on rhythm is not said to be watched.
    if row.signals and certainty(row.probability) is not Certainty.WATCHING:
        sure = wording.how_sure(row)
        said.append(tr("How sure: {sure}.", sure=sure[:1].lower() + sure[1:]))
    said.append(tr("Next: {step}", step=wording.step_text(row.next_step)))
    return tuple(line for line in said if line)


def _not_to_forget(brief: Brief) -> tuple[str, ...]:
    said = []
    if brief.complaint is not None:
        said.append(tr("A complaint is open: {what}", what=_word(brief.complaint, brief.today)))
    if brief.row is not None:
        said += [told_wording.told(each) for each in brief.row.told]
    said += [_short(line) for line in brief.account.notes.splitlines() if line.strip()][:MOST_LINES]
    for person in brief.people:
        if person.contact.notes.strip():
            said.append(tr("{name}: {what}", name=person.contact.name, what=_short(person.contact.notes)))
    if brief.files:
        said.append(tr_n("{n} file is kept with them.", "{n} files are kept with them.", brief.files))
    return tuple(said)


def _last_words(brief: Brief) -> tuple[str, ...]:
    """What was said and what was noted, the newest first."""
    newest_first = sorted((*brief.words, *brief.notes), key=lambda each: each.day, reverse=True)
    return tuple(_word(each, brief.today) for each in newest_first)


def _word(word: Word, today: date) -> str:
    """ "3 Nov: Call, Maria Kos. late delivery"."""
    kind = wording.kind_word(word.kind)
    if word.kind is EntryKind.EMAIL and word.direction is Direction.IN:
        kind = tr("Email from them")
    elif word.kind is EntryKind.EMAIL and word.direction is Direction.OUT:
        kind = tr("Email from us")
    head = tr("{kind}, {person}", kind=kind, person=word.person) if word.person else kind
    about = _short(". ".join(part for part in (word.subject.strip(" ."), word.notes.strip()) if part))
    day = _day(word.day, today)
    return tr("{day}: {head}. {about}", day=day, head=head, about=about) if about else f"{day}: {head}."


def _promises(brief: Brief) -> tuple[str, ...]:
    said = []
    for each in brief.promises[:MOST_LINES]:
        whose = tr("We") if each.made_by is MadeBy.US else tr("They")
        when = _due(each.due, each.at, brief.today)
        said.append(tr("{whose}: {what}, {when}", whose=whose, what=_short(each.what), when=when))
    return _with_more(said, len(brief.promises))


def _follow_ups(brief: Brief) -> tuple[str, ...]:
    said = [
        tr("{what}, {when}", what=_short(each.what), when=_due(each.due, each.at, brief.today))
        for each in brief.follow_ups[:MOST_LINES]
    ]
    return _with_more(said, len(brief.follow_ups))


def _due(day: date, at: time | None, today: date) -> str:
    late = (today - day).days
    if late > 0:
        return tr_n("{n} day late", "{n} days late", late)
    when = tr("today") if late == 0 else _day(day, today)
    return when if at is None else f"{when} {at:%H:%M}"


def _people(brief: Brief) -> tuple[str, ...]:
    said = [person_line(each, brief.arrivals.get(each.contact.id), brief.today) for each in brief.people[:MOST_LINES]]
    said = list(_with_more(said, len(brief.people)))
    return (*said, *(left_line(each, brief.today) for each in brief.former[:2]))


def person_line(person: Person, arrival: Arrival | None, today: date) -> str:
    """Name, role, how to reach them, how they rate us, and where they came from."""
    contact = person.contact
    line = ", ".join(part for part in (contact.name, contact.role, contact.phone or contact.email) if part)
    if person.rating is not None:
        line = tr("{line}, rated us {score}", line=line, score=wording.score_text(person.rating))
    return line if arrival is None else f"{line}. {arrival_line(arrival, today)}"


def arrival_line(arrival: Arrival, today: date) -> str:
    """Somebody whom we know from another account: what they thought of us there."""
    came = tr("Came from {account} on {day}", account=arrival.name, day=_day(arrival.left, today))
    if arrival.rating is not None and arrival.rating >= _ADVOCATE:
        return tr(
            "{came}, where they spoke for us: rated {score}.", came=came, score=wording.score_text(arrival.rating)
        )
    if arrival.rating is not None:
        return tr("{came}, where they rated us {score}.", came=came, score=wording.score_text(arrival.rating))
    if arrival.conversations:
        talks = tr_n("{n} conversation", "{n} conversations", arrival.conversations)
        return tr("{came}, where we had {talks}.", came=came, talks=talks)
    return came + "."


def left_line(former: Former, today: date) -> str:
    """Who left, when, and where to."""
    line = tr("{name} left on {day}.", name=former.name, day=_day(former.left, today))
    return f"{line} " + tr("Now at {account}.", account=former.now_name) if former.now_name else line


def _buys(brief: Brief) -> tuple[str, ...]:
    said = []
    if brief.orders:
        orders = tr_n("{n} order", "{n} orders", brief.orders)
        money = format_money(brief.revenue, brief.currency)
        said.append(tr("{money}, {orders} in 12 months.", money=money, orders=orders))
    if brief.last_order is not None:
        ago = day_number(brief.today) - day_number(brief.last_order)
        usual = brief.row.usual_gap if brief.row else None
        last = tr("The last order came today.") if ago == 0 else tr_n(
            "The last order came {n} day ago.", "The last order came {n} days ago.", ago)  # fmt: skip
        if usual:
            last += " " + tr_n(
                "They usually order every day.", "They usually order every {n} days.", max(round(usual), 1)
            )
        said.append(last)
    said += [_bought(each, brief.today) for each in brief.buys]
    return tuple(said)


def _bought(line: Bought, today: date) -> str:
    orders = tr_n("{n} order", "{n} orders", line.orders)
    money = format_money(line.amount, line.currency)
    return tr("{what}: {money}, {orders}, the last on {day}", what=_short(line.what), money=money, orders=orders,
              day=_day(line.last, today))  # fmt: skip


def _with_more(said: list[str], total: int) -> tuple[str, ...]:
    more = total - len(said)
    return (*said, tr_n("and {n} more", "and {n} more", more)) if more > 0 else tuple(said)


def _day(day: date, today: date) -> str:
    return format_day(day, "day_month" if day.year == today.year else "date")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
