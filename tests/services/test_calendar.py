"""The calendar file: what is in it, and the rules of RFC 5545 that other programs insist on."""

from __future__ import annotations

import re
import time as time_module
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.app import App
from crm_desktop.domain.entities import (
    ContactFields,
    FollowUpFields,
    InteractionFields,
    InteractionKind,
    PromiseFields,
)
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import MadeBy
from crm_desktop.services import accounts, calendar, contacts, follow_ups, history, importing, promises
from crm_desktop.services.importing import ImportSettings
from crm_desktop.storage.store import Store
from tests.world import TODAY, add_account

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def plan(store: Store, account: int, what: str, in_days: int, contact: int | None = None) -> int:
    fields = FollowUpFields(account=account, what=what, due=TODAY + timedelta(days=in_days), contact=contact)
    return follow_ups.add(store, fields)


def visit(store: Store, account: int, in_days: int, subject: str) -> None:
    with store.operation("Visit"):
        day = TODAY + timedelta(days=in_days)
        fields = InteractionFields(account=account, kind=InteractionKind.VISIT, day=day, subject=subject)
        history.insert_interaction(store, fields)


def written(app: App) -> str:
    return calendar.as_ics(app.store, TODAY, NOW).decode("utf-8")


def unfolded(text: str) -> list[str]:
    """RFC 5545 section 3.1: a line break and one space belong to the folding."""
    return text.replace("\r\n ", "").split("\r\n")


def test_open_follow_ups_and_visits_to_come(app: App) -> None:
    acme = add_account(app.store, "Acme Fasteners", address="Quay 4, Leeds")
    maria = contacts.add(app.store, acme, ContactFields(name="Maria Kos"))
    plan(app.store, acme, "Send the price list", 3, maria)
    follow_ups.finish(app.store, plan(app.store, acme, "Done already", 1), TODAY)
    visit(app.store, acme, 5, "Spring review")
    visit(app.store, acme, -5, "Long past")
    events = icalendar.Calendar.from_ical(written(app)).walk("VEVENT")
    assert [(str(e["SUMMARY"]), e["DTSTART"].dt, e["DTEND"].dt) for e in events] == [
        ("Send the price list (Acme Fasteners)", date(2026, 11, 23), date(2026, 11, 24)),
        ("Visit: Acme Fasteners", date(2026, 11, 25), date(2026, 11, 26)),
    ]
    assert [str(e.get("DESCRIPTION", "")) for e in events] == ["Maria Kos", "Spring review"]
    assert str(events[1]["LOCATION"]) == "Quay 4, Leeds"
    accounts.delete(app.store, acme)
    assert "BEGIN:VEVENT" not in written(app)


def test_whole_days_in_utc_with_an_owner(app: App) -> None:
    plan(app.store, add_account(app.store, "Acme"), "Call", 0)
    lines = unfolded(written(app))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {
        "VERSION:2.0",
        "DTSTART;VALUE=DATE:20261120",
        "DTEND;VALUE=DATE:20261121",
        "DTSTAMP:20261120T093000Z",
    } <= set(lines)
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    assert "TRANSP:TRANSPARENT" in lines


def test_uids_stay_and_differ(app: App) -> None:
    acme = add_account(app.store, "Acme")
    first = plan(app.store, acme, "One", 1)
    plan(app.store, acme, "Two", 1)
    before = [line for line in unfolded(written(app)) if line.startswith("UID:")]
    follow_ups.move(app.store, first, TODAY + timedelta(days=9))
    after = [line for line in unfolded(written(app)) if line.startswith("UID:")]
    assert len(set(before)) == 2
    assert set(before) == set(after)


def test_a_time_is_a_time_in_utc_with_an_alarm(app: App) -> None:
    acme = add_account(app.store, "Acme")
    day = TODAY + timedelta(days=3)
    follow_ups.add(app.store, FollowUpFields(account=acme, what="Call", due=day, at=time(14), owner="Ana"))
    (event,) = icalendar.Calendar.from_ical(written(app)).walk("VEVENT")
    start = datetime(2026, 11, 23, 13, tzinfo=UTC)  # 14 in Central Europe
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (start, start + timedelta(minutes=30))
    assert str(event["DESCRIPTION"]) == "Ana"
    (alarm,) = event.walk("VALARM")
    assert (str(alarm["ACTION"]), alarm["TRIGGER"].dt) == ("DISPLAY", timedelta())
    assert str(alarm["DESCRIPTION"]) == "Call (Acme)"


def test_our_promises_stand_in_it_and_theirs_do_not(app: App) -> None:
    acme = add_account(app.store, "Acme")
    for what, by in (("Credit note", MadeBy.US), ("Payment", MadeBy.THEM)):
        promises.add(app.store, PromiseFields(account=acme, what=what, due=TODAY, made_by=by))
    (event,) = icalendar.Calendar.from_ical(written(app)).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Promised: Credit note (Acme)"
    assert not event.walk("VALARM")


@pytest.mark.parametrize("day", [date.min, date.max, date(1969, 12, 31)])
def test_days_at_the_ends_of_the_calendar(app: App, day: date) -> None:
    follow_ups.add(app.store, FollowUpFields(account=add_account(app.store, "Acme"), what="Call", due=day, at=time(23)))
    (event,) = icalendar.Calendar.from_ical(written(app)).walk("VEVENT")
    assert event["DTSTART"].dt == day


def test_a_file_is_kept_as_long_as_nothing_in_it_changes(app: App, tmp_path: Path) -> None:
    acme, file = add_account(app.store, "Acme"), tmp_path / "ours.ics"
    assert calendar.keep_ics(app.store, file, TODAY, NOW)
    assert not calendar.keep_ics(app.store, file, TODAY, NOW + timedelta(hours=1))
    plan(app.store, acme, "Call", 1)
    assert calendar.keep_ics(app.store, file, TODAY, NOW)
    assert not calendar.keep_ics(app.store, file, TODAY, NOW + timedelta(hours=1))
    file.write_bytes(b"\xff broken")
    assert calendar.keep_ics(app.store, file, TODAY, NOW)
    assert file.read_bytes() == calendar.as_ics(app.store, TODAY, NOW)


@given(
    what=st.one_of(
        st.text(min_size=1, max_size=200),
        st.text(alphabet=',;\\n\n"ČΠñ漢🎉:', min_size=1, max_size=200),
    )
)
def test_any_text_is_escaped_folded_and_read_back(app: App, what: str) -> None:
    clean = " ".join(what.split())
    if not clean:
        return
    acme = accounts.by_name(app.store, "Acme") or add_account(app.store, "Acme")
    number = plan(app.store, acme, what, 1)
    try:
        content = calendar.as_ics(app.store, TODAY, NOW)
        text = content.decode("utf-8")
        # No line is longer than 75 octets, none is cut inside a character, and every one ends with CRLF.
        for line in content.split(b"\r\n"):
            assert len(line) <= 75
            line.decode("utf-8")
            assert b"\n" not in line
            assert b"\r" not in line
        (summary,) = (line for line in unfolded(text) if line.startswith("SUMMARY:"))
        # Unescaped signs that have a meaning would end the value.
        assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", summary.partition(":")[2])
        kept = "".join(
            c for c in clean if c in "\n\t" or not (ord(c) < 32 or ord(c) == 127 or 0xD800 <= ord(c) < 0xE000)
        )
        (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
        assert str(event["SUMMARY"]) == f"{kept} (Acme)"
    finally:
        follow_ups.finish(app.store, number, TODAY)


def test_the_file_is_replaced_as_a_whole_or_not_at_all(app: App, tmp_path: Path) -> None:
    plan(app.store, add_account(app.store, "Acme"), "Call", 1)
    file = tmp_path / "ours.ics"
    file.write_text("old")
    assert calendar.write_ics(app.store, file, TODAY, NOW) == 1
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".new"] == []
    with pytest.raises(UserError):
        calendar.write_ics(app.store, tmp_path / "nowhere" / "ours.ics", TODAY, NOW)


@pytest.mark.parametrize("zone", ["Europe/Ljubljana", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_our_own_file_brings_nothing_back(app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    time_module.tzset()
    try:
        acme = add_account(app.store, "Acme {x} d.o.o.")
        done = plan(app.store, acme, "Send  samples", -2)
        plan(app.store, acme, "Agree on prices", 3)
        late = FollowUpFields(account=acme, what="Ring", due=TODAY + timedelta(days=5), at=time(23, 40))
        follow_ups.add(app.store, late)
        early = FollowUpFields(account=acme, what="Ring again", due=TODAY + timedelta(days=5), at=time(0, 20))
        follow_ups.add(app.store, early)
        promise = PromiseFields(account=acme, made_by=MadeBy.US, what="a credit note", due=TODAY + timedelta(days=1))
        promises.add(app.store, promise)
        visit(app.store, acme, 0, "yearly talk")
        visit(app.store, acme, 9, "next talk")
        file = tmp_path / "ours.ics"
        count = calendar.write_ics(app.store, file, TODAY, NOW)
        assert count == 7
        for step in (lambda: None, lambda: follow_ups.finish(app.store, done, TODAY)):
            step()
            before = app.store.dump()
            result = importing.import_file(app.store, file, settings=ImportSettings(), today=TODAY)
            assert (result.imported, result.duplicates, result.rejected) == (0, count, ())
            assert app.store.dump() == before
    finally:
        monkeypatch.undo()
        time_module.tzset()
