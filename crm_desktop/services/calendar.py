"""Follow-ups and planned visits as a calendar file (RFC 5545) that other programs read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.i18n import tr
from crm_desktop.services import follow_ups, preferences
from crm_desktop.services.files import replacing
from crm_desktop.storage.store import Store

_VISITS = """SELECT i.id, i.day, a.name, i.subject, i.notes, coalesce(c.name, ''), a.address FROM interaction i
    JOIN account a ON a.id = i.account_id AND a.deleted_at IS NULL LEFT JOIN contact c ON c.id = i.contact_id
    WHERE i.kind = 'visit' AND i.day >= ? AND i.deleted_at IS NULL ORDER BY i.day, i.id"""


class Appointment(NamedTuple):
    """One whole day in the calendar. ``uid`` stays the same however often the file is written."""

    uid: str
    day: date
    title: str
    text: str = ""
    place: str = ""


def appointments(store: Store, today: date) -> list[Appointment]:
    """Every open follow-up, and the visits from today on."""
    found = [
        Appointment(
            f"follow-up-{item.id}@crm-desktop",
            item.due,
            tr("{what} ({account})", what=item.what, account=item.account_name),
            item.contact_name,
        )
        for item in follow_ups.all_open(store)
    ]
    for row, day, account, subject, notes, person, address in store.rows(_VISITS, (day_number(today),)):
        text = "\n".join(part for part in (subject, person, notes) if part)
        title = tr("Visit: {account}", account=account)
        found.append(Appointment(f"visit-{row}@crm-desktop", day_from(day), title, text, address))
    return found


def as_ics(store: Store, today: date, now: datetime) -> bytes:
    """The calendar as a file. ``now`` is when it was written, timezone-aware."""
    from icalendar import Calendar, Event  # 100 ms that nothing else has to wait for

    calendar = Calendar()
    calendar.add("prodid", "-//crm-desktop//crm-desktop//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", preferences.get(store).business or tr("Follow-ups"))
    for each in appointments(store, today):
        event = Event()
        event.add("uid", each.uid)
        event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", each.day)
        event.add("dtend", each.day + timedelta(days=1))
        event.add("summary", _plain(each.title))
        if each.text:
            event.add("description", _plain(each.text))
        if each.place:
            event.add("location", _plain(each.place))
        # Something to do on that day; the day itself stays free.
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _plain(text: str) -> str:
    """Without the control characters and half characters that a calendar file must not hold."""
    return "".join(c for c in text if c in "\n\t" or not (ord(c) < 32 or ord(c) == 127 or 0xD800 <= ord(c) < 0xE000))


def write_ics(store: Store, file: Path, today: date, now: datetime) -> int:
    """Writes the calendar file in one go, in the place of an older one, and returns how many days it has.

    Raises ``UserError`` when the disk refuses; an older file is then as it was.
    """
    content = as_ics(store, today, now)
    with replacing(file) as fresh:
        fresh.write_bytes(content)
    return content.count(b"BEGIN:VEVENT")
