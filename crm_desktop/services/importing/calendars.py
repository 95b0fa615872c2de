"""Reads an iCalendar file (.ics) as a table of appointments; who attends and the title tell the account."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from crm_desktop.domain.folding import words
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services.importing.cards import Line, content_lines, plain_value, unescape
from crm_desktop.services.importing.encodings import examine
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.table import HeldTable
from crm_desktop.services.importing.wording import refusal

HEADER = ("Attendees and title", "Date", "Type", "Subject", "Notes", "Minutes")
BETWEEN = " | "
"""Stands between the addresses and the title in the first column."""
_READ = {
    "BEGIN", "END", "SUMMARY", "DESCRIPTION", "LOCATION", "DTSTART", "DTEND", "DURATION", "ATTENDEE", "ORGANIZER",
    "STATUS", "RRULE",
}  # fmt: skip
_MOST_EVENTS = 200_000
_LARGEST_FILE = 50 << 20
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


def open_calendar(path: Path, settings: ImportSettings) -> HeldTable:
    """The appointments as a table, the first in row 2. Raises ``UserError``."""
    if path.stat().st_size > _LARGEST_FILE:
        raise refusal(tr("{file} is larger than 50 MB.", file=path.name), tr("Import it in parts."))
    examined = examine(path, settings)
    rows: list[list[str]] = []
    event: list[Line] | None = None
    inside = repeating = cancelled = 0
    for line in content_lines(path, examined.encoding, _READ):
        what = line.value.strip().upper()
        if line.name == "BEGIN":
            # An alarm inside an appointment has a description of its own.
            inside += event is not None
            event = [] if what == "VEVENT" and event is None else event
        elif line.name == "END" and what == "VEVENT" and event is not None:
            repeating += any(each.name == "RRULE" for each in event)
            if any(each.name == "STATUS" and each.value.strip().upper() == "CANCELLED" for each in event):
                cancelled += 1
            else:
                rows.append(_row(event))
            event, inside = None, 0
            if len(rows) > _MOST_EVENTS:
                raise refusal(tr("{file} has more than 200,000 rows.", file=path.name), tr("Import it in parts."))
        elif line.name == "END":
            inside = max(inside - 1, 0)
        elif event is not None and not inside:
            event.append(line)
    if event is not None:
        raise refusal(
            tr("{file} ends in the middle of appointment {n}.", file=path.name, n=len(rows) + 1),
            tr("Check that it was saved completely."),
        )
    if not rows and not cancelled:
        raise refusal(
            tr("{file} is a calendar without an appointment.", file=path.name),
            tr("Check that it was saved completely."),
        )
    return HeldTable(
        header=HEADER,
        numbers=range(2, len(rows) + 2),
        rows=rows,
        encoding=examined.encoding,
        warnings=(*examined.warnings, *_warnings(repeating, cancelled)),
    )


def _warnings(repeating: int, cancelled: int) -> list[str]:
    found = []
    if repeating:
        found.append(
            tr_n(
                "{n} appointment repeats: only its first day is taken.",
                "{n} appointments repeat: only the first day of each is taken.",
                repeating,
            )
        )
    if cancelled:
        found.append(
            tr_n("{n} cancelled appointment is left out.", "{n} cancelled appointments are left out.", cancelled)
        )
    return found


def _row(event: list[Line]) -> list[str]:
    told: dict[str, str] = {}
    addresses: list[str] = []
    for line in event:
        text = unescape(plain_value(line)).strip()
        if line.name in ("ATTENDEE", "ORGANIZER"):
            address = text.rpartition(":")[2].strip().casefold()
            if "@" in address and address not in addresses:
                addresses.append(address)
        else:
            told.setdefault(line.name, text)
    title, start = told.get("SUMMARY", ""), told.get("DTSTART", "")
    notes = "\n".join(text for text in (told.get("LOCATION", ""), told.get("DESCRIPTION", "")) if text)
    kind = "call" if _CALL_WORDS.intersection(words(title)) else "visit"
    named = ", ".join(addresses) + BETWEEN + " ".join(title.split())
    minutes = _minutes(start, told.get("DTEND", ""), told.get("DURATION", ""))
    return [named, _written_day(start), kind, title, notes, minutes]


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
