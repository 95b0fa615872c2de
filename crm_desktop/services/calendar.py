"""Follow-ups, our promises and planned visits as a calendar file (RFC 5545) that other programs read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from itertools import filterfalse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.i18n import tr
from crm_desktop.services import follow_ups, preferences, promises
from crm_desktop.services.files import replacing
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from icalendar import Component

    from crm_desktop.domain.entities import FollowUp, Promise

KINDS = ("follow_up", "promise", "interaction", "account", "contact", "setting")
"""What a calendar file is made of: when none of these changes it stays as it is."""
_LASTS = timedelta(minutes=30)
"""How long something with a time is noted for."""
_LARGEST_OLD = 50 << 20
"""Bytes of an older file that is looked at before it is replaced."""

_VISITS = """SELECT i.id, i.day, a.name, i.subject, i.notes, coalesce(c.name, ''), a.address, a.id FROM interaction i
    JOIN account a ON a.id = i.account_id AND a.deleted_at IS NULL LEFT JOIN contact c ON c.id = i.contact_id
    WHERE i.kind = 'visit' AND i.day >= ? AND i.deleted_at IS NULL ORDER BY i.day, i.id"""


class Appointment(NamedTuple):
    """One whole day in the calendar, or a time of it. ``uid`` stays the same however often the file is written."""

    uid: str
    day: date
    title: str
    text: str = ""
    place: str = ""
    at: time | None = None
    account: int = 0


def appointments(store: Store, today: date) -> list[Appointment]:
    """Every open follow-up and open promise of ours, and the visits from today on."""
    found = [_planned("follow-up", tr("{what} ({account})"), item) for item in follow_ups.all_open(store)]
    found += [_planned("promise", tr("Promised: {what} ({account})"), item) for item in promises.all_open(store)]
    for row, day, name, subject, notes, person, address, account in store.rows(_VISITS, (day_number(today),)):
        text = "\n".join(part for part in (subject, person, notes) if part)
        title = tr("Visit: {account}", account=name)
        found.append(Appointment(f"visit-{row}@crm-desktop", day_from(day), title, text, address, account=account))
    return found


def _planned(kind: str, title: str, item: FollowUp | Promise) -> Appointment:
    return Appointment(
        follow_up_uid(item.id) if kind == "follow-up" else f"{kind}-{item.id}@crm-desktop",
        item.due,
        title.format(what=item.what, account=item.account_name),
        "\n".join(part for part in (item.contact_name, item.owner) if part),
        at=item.at,
        account=item.account,
    )


def written_of(store: Store, account: int) -> set[tuple[int, str]]:
    """Day number and title, as a file of ours has or had them, of all that is or was planned with an account."""
    found = set()
    name = str(store.value("SELECT name FROM account WHERE id = ?", (account,)))
    planned = (
        ("SELECT what, due, due_minute FROM follow_up", tr("{what} ({account})")),
        ("SELECT what, due, due_minute FROM promise", tr("Promised: {what} ({account})")),
        ("SELECT '', day, NULL FROM interaction", tr("Visit: {account}")),
    )
    for query, title in planned:
        visits = "AND kind = 'visit'" if "interaction" in query else ""
        rows = store.rows(f"{query} WHERE account_id = ? AND deleted_at IS NULL {visits}", (account,))
        for what, day, minute in rows:
            at = None if minute is None else time(*divmod(minute, 60))
            each = Appointment("", day_from(day), title.format(what=what, account=name), at=at)
            start = _start(each)
            found.add((day_number(start.date()) if start else day, " ".join(_plain(each.title).split())))
    return found


def _start(each: Appointment) -> datetime | None:
    """In UTC, so that no time zone has to be written along; ``None`` for a whole day."""
    if each.at is None or not 1971 <= each.day.year <= 9998:  # some systems know no zone so far away
        return None
    return datetime.combine(each.day, each.at).astimezone().astimezone(UTC)


def _alarm(each: Appointment) -> Component:
    """Rings when it begins."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _plain(each.title))
    alarm.add("trigger", timedelta())
    return alarm


def follow_up_uid(follow_up: int) -> str:
    """What a follow-up is called in a calendar."""
    return f"follow-up-{follow_up}@crm-desktop"


def as_ics(
    store: Store,
    today: date,
    now: datetime,
    accounts: Collection[int] | None = None,
    only: Collection[str] | None = None,
) -> bytes:
    """The calendar as a file. ``now`` is when it was written, timezone-aware.

    ``accounts`` and ``only``, by uid, are what to write of it; ``None`` means all.
    """
    from icalendar import Calendar, Event  # 100 ms that nothing else has to wait for

    calendar = Calendar()
    calendar.add("prodid", "-//crm-desktop//crm-desktop//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", preferences.get(store).business or tr("Follow-ups"))
    wanted = None if accounts is None else frozenset(accounts)
    for each in appointments(store, today):
        if (wanted is not None and each.account not in wanted) or (only is not None and each.uid not in only):
            continue
        event = Event()
        event.add("uid", each.uid)
        event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
        start = _start(each)
        if start is None:
            event.add("dtstart", each.day)
            event.add("dtend", each.day + timedelta(days=each.day < date.max))
        else:
            event.add("dtstart", start)
            event.add("dtend", start + _LASTS)
            event.add_component(_alarm(each))
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


def keep_ics(store: Store, file: Path, today: date, now: datetime) -> bool:
    """Writes the file anew where what is in it has changed; returns whether it has.

    Raises ``UserError`` when the disk refuses; an older file is then as it was.
    """
    content = as_ics(store, today, now)
    if _entries(content) == _entries(_old(file)):
        return False
    with replacing(file) as fresh:
        fresh.write_bytes(content)
    return True


def _entries(content: bytes) -> list[bytes]:
    """The lines that say something: when the file was written is none of them."""
    return list(filterfalse(lambda line: line.startswith(b"DTSTAMP"), content.splitlines()))


def _old(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.is_file() and file.stat().st_size <= _LARGEST_OLD else b""
    except OSError:
        return b""
