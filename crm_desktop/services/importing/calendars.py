"""Reads an iCalendar file (.ics) as a table of appointments and tasks; who attends and the title tell the account."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.folding import words
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services.importing.cards import Line, content_lines, plain_value, unescape
from crm_desktop.services.importing.kinds import OPEN
from crm_desktop.services.importing.repeating import Repeats
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.table import HeldTable
from crm_desktop.services.importing.wording import refusal

HEADER = ("Attendees and title", "Date", "Type", "Subject", "Notes", "Minutes", "Task done on")
_NAMED, _DATE = 0, 1
BETWEEN = " | "
"""Stands between the addresses and the title in the first column."""
_READ = {
    "BEGIN", "END", "SUMMARY", "DESCRIPTION", "LOCATION", "DTSTART", "DTEND", "DURATION", "ATTENDEE", "ORGANIZER",
    "STATUS", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "DUE", "COMPLETED",
}  # fmt: skip
_ENTRIES = ("VEVENT", "VTODO")
_REPEATS = ("RRULE", "RDATE")
_MOST_EVENTS = 200_000
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{6})Z?)?")
_DURATION = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,5}S)?)?")
_CALL_WORDS = frozenset(
    (
        "call",
        "phone",
        "klic",
        "telefon",
        "κληση",
        "τηλεφωνημα",
        "дзвінок",
        "телефон",
        "ringe",
        "samtale",
        "anruf",
        "poziv",
    )
)


class _Entry(NamedTuple):
    """An appointment, or a task, as written."""

    lines: list[Line]
    is_task: bool

    def told(self, name: str) -> str:
        """The first value under this name."""
        return next((line.value.strip() for line in self.lines if line.name == name), "")

    @property
    def is_cancelled(self) -> bool:
        """It does not take place."""
        return self.told("STATUS").upper() == "CANCELLED"


def open_calendar(path: Path, settings: ImportSettings, today: date | None) -> HeldTable:
    """The appointments and tasks as a table, the first in row 2; of what repeats each day up to today and the next.

    Without a day only the first of each. Raises ``UserError``.
    """
    examined, lines = content_lines(path, settings, _READ)
    entries = _entries(path, lines)
    if not entries:
        raise refusal(
            tr("{file} is a calendar without an appointment.", file=path.name),
            tr("Check that it was saved completely."),
        )
    moved: dict[str, list[Line]] = defaultdict(list)
    for entry in entries:
        moved[entry.told("UID")] += [line for line in entry.lines if line.name == "RECURRENCE-ID"]
    repeats, counts = Repeats(today) if today is not None else None, Counter[str]()
    rows: list[list[str]] = []
    for entry in entries:
        if entry.is_cancelled:
            counts["cancelled"] += 1
            continue
        rows += _rows(entry, repeats, moved[uid] if (uid := entry.told("UID")) else [], counts)
        if len(rows) > _MOST_EVENTS:
            raise _too_many(path)
    return HeldTable(
        header=HEADER,
        numbers=range(2, len(rows) + 2),
        rows=rows,
        encoding=examined.encoding,
        warnings=(*examined.warnings, *_warnings(counts)),
    )


def _too_many(path: Path) -> UserError:
    return refusal(tr("{file} has more than 200,000 rows.", file=path.name), tr("Import it in parts."))


def _entries(path: Path, lines: Iterator[Line]) -> list[_Entry]:
    found: list[_Entry] = []
    entry: _Entry | None = None
    inside = 0
    for line in lines:
        what = line.value.strip().upper()
        if line.name == "BEGIN":
            # An alarm inside an appointment has a description of its own.
            inside += entry is not None
            entry = _Entry([], what == "VTODO") if what in _ENTRIES and entry is None else entry
        elif line.name == "END" and entry is not None and what in _ENTRIES:
            found.append(entry)
            entry, inside = None, 0
            if len(found) > _MOST_EVENTS:
                raise _too_many(path)
        elif line.name == "END":
            inside = max(inside - 1, 0)
        elif entry is not None and not inside:
            entry.lines.append(line)
    if entry is not None:
        raise refusal(
            tr("{file} ends in the middle of appointment {n}.", file=path.name, n=len(found) + 1),
            tr("Check that it was saved completely."),
        )
    return found


def _warnings(counts: Counter[str]) -> list[str]:
    found = []
    if n := counts["once"]:
        found.append(
            tr_n(
                "{n} appointment repeats in a way that is not followed: only its first day is taken.",
                "{n} appointments repeat in a way that is not followed: only the first day of each is taken.",
                n,
            )
        )
    if n := counts["tasks"]:
        found.append(
            tr_n(
                "{n} task repeats: it is taken once. Say on the follow-up how often it comes back.",
                "{n} tasks repeat: each is taken once. Say on the follow-ups how often they come back.",
                n,
            )
        )
    if n := counts["cut"]:
        found.append(
            tr_n(
                "{n} appointment was repeated more than 1,000 times: the latest 1,000 are taken.",
                "{n} appointments were repeated more than 1,000 times: the latest 1,000 of each are taken.",
                n,
            )
        )
    if n := counts["cancelled"]:
        found.append(tr_n("{n} cancelled appointment is left out.", "{n} cancelled appointments are left out.", n))
    return found


def _rows(entry: _Entry, repeats: Repeats | None, moved: list[Line], counts: Counter[str]) -> list[list[str]]:
    """The rows of an appointment, one a day; what replaces a day of another one is one of its own."""
    row = _row(entry)
    if not any(line.name in _REPEATS for line in entry.lines) or entry.told("RECURRENCE-ID"):
        return [row]
    if entry.is_task:
        counts["tasks"] += 1
        return [row]
    found = repeats.of(entry.lines, moved) if repeats is not None else None
    if found is None or not found.understood:
        counts["once"] += 1
        return [row]
    counts["cut"] += found.cut
    return [[row[_NAMED], f"{start:%Y-%m-%d}", *row[_DATE + 1 :]] for start in found.starts]


def _row(entry: _Entry) -> list[str]:
    told: dict[str, str] = {}
    addresses: list[str] = []
    for line in entry.lines:
        text = unescape(plain_value(line)).strip()
        if line.name in ("ATTENDEE", "ORGANIZER"):
            address = text.rpartition(":")[2].strip().casefold()
            if "@" in address and address not in addresses:
                addresses.append(address)
        else:
            told.setdefault(line.name, text)
    title, start = told.get("SUMMARY", ""), told.get("DTSTART", "")
    notes = "\n".join(text for text in (told.get("LOCATION", ""), told.get("DESCRIPTION", "")) if text)
    named = ", ".join(addresses) + BETWEEN + " ".join(title.split())
    if entry.is_task:
        due = _written_day(told.get("DUE", "") or start or told.get("COMPLETED", ""))
        is_done = entry.told("STATUS").upper() == "COMPLETED" or "COMPLETED" in told
        done = _written_day(told.get("COMPLETED", "")) or due
        return [named, due, "note", title, notes, "", done if is_done else OPEN]
    kind = "call" if _CALL_WORDS.intersection(words(title)) else "visit"
    minutes = _minutes(start, told.get("DTEND", ""), told.get("DURATION", ""))
    return [named, _written_day(start), kind, title, notes, minutes, ""]


def _written_day(text: str) -> str:
    """The day as it is written there: no time zone moves it."""
    found = _DAY.fullmatch(text)
    return "-".join(found.group(1, 2, 3)) if found else text


def _minutes(start: str, end: str, duration: str) -> str:
    if (length := _DURATION.fullmatch(duration)) and not end:
        days, hours, minutes = (int(part or 0) for part in length.groups())
        total = (days * 24 + hours) * 60 + minutes
    elif (begins := _DAY.fullmatch(start)) and (ends := _DAY.fullmatch(end)) and begins.group(4) and ends.group(4):
        try:
            moments = [datetime.strptime("".join(m.groups()), "%Y%m%d%H%M%S") for m in (begins, ends)]
        except ValueError:
            return ""
        total = int((moments[1] - moments[0]).total_seconds() // 60)
    else:
        return ""
    return str(total) if 0 < total < 24 * 60 else ""
