"""Calendars: appointments that repeat, tasks, and what replaces or leaves out a day of a series."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.services.exporting import everything
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring


@pytest.fixture
def bring(bring: Bring) -> Bring:
    bring("Account\nAcme\nNord\n", "accounts")
    return bring


def calendar(*entries: str) -> str:
    body = "".join(entry if entry.startswith("BEGIN") else event(entry) for entry in entries)
    return f"BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n"


def event(lines: str, kind: str = "VEVENT") -> str:
    return f"BEGIN:{kind}\r\n" + "".join(line.strip() + "\r\n" for line in lines.split("|")) + f"END:{kind}\r\n"


def visits(store: Store) -> list[str]:
    return sorted(row["date"] for row in everything(store)["interactions"])


def planned(store: Store) -> list[tuple[str, str, str | None]]:
    return [(row["what"], row["due"], row["done_on"]) for row in everything(store).get("follow_ups", [])]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        ("DTSTART:20260504T100000|RRULE:FREQ=WEEKLY;COUNT=3", ["2026-05-04", "2026-05-11", "2026-05-18"]),
        ("DTSTART;VALUE=DATE:20260131|RRULE:FREQ=MONTHLY;COUNT=3", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("DTSTART:20260130T100000|RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["2026-01-30", "2026-02-27"]),
        ("DTSTART:20260504T100000|RDATE:20260506T100000,20260508T100000", ["2026-05-04", "2026-05-06", "2026-05-08"]),
        ("DTSTART:20260415T100000|RRULE:FREQ=MONTHLY;BYMONTHDAY=15;COUNT=2", ["2026-04-15", "2026-05-15"]),
        ("DTSTART:20260402T100000|RRULE:FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1;COUNT=2", ["2026-04-02", "2026-05-07"]),
        (
            "DTSTART:20260504T100000|RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;COUNT=3",
            ["2026-05-04", "2026-05-05", "2026-05-18"],
        ),
        # The end is told in UTC; it is the last day's own hour in Ljubljana, and one of Windows' names for it.
        (
            "DTSTART;TZID=Europe/Ljubljana:20260504T013000|RRULE:FREQ=DAILY;UNTIL=20260505T233000Z",
            ["2026-05-04", "2026-05-05", "2026-05-06"],
        ),
        (
            "DTSTART;TZID=Central European Standard Time:20260504T233000|RRULE:FREQ=DAILY;UNTIL=20260505T213000Z",
            ["2026-05-04", "2026-05-05"],
        ),
        ("DTSTART:20260504T100000|RRULE:FREQ=DAILY;COUNT=3|EXDATE:20260505T100000", ["2026-05-04", "2026-05-06"]),
        (
            "DTSTART;TZID=Europe/Oslo:20260504T100000|RRULE:FREQ=DAILY;COUNT=2|EXDATE:20260505T080000Z",
            ["2026-05-04"],
        ),
        ("DTSTART:20260504T100000|RRULE:FREQ=DAILY;COUNT=2|EXDATE;VALUE=DATE:20260504", ["2026-05-05"]),
    ],
)
def test_a_series_is_followed_as_written(store: Store, bring: Bring, lines: str, days: list[str]) -> None:
    result = bring(calendar("SUMMARY:Visit Acme|" + lines), name="c.ics")
    assert visits(store) == days
    assert planned(store) == []
    assert result.warnings == ()


def test_a_series_without_end_comes_up_to_today_with_the_next_one_to_follow_up(store: Store, bring: Bring) -> None:
    content = calendar("SUMMARY:Visit Acme|DTSTART:20260518T100000|RRULE:FREQ=WEEKLY")
    assert bring(content, name="c.ics").imported == 4
    assert visits(store) == ["2026-05-18", "2026-05-25", "2026-06-01"]
    assert planned(store) == [("Visit Acme", "2026-06-08", None)]
    assert bring(content, name="c.ics").imported == 0


def test_a_moved_or_cancelled_day_replaces_that_of_the_series(store: Store, bring: Bring) -> None:
    series = "UID:1|SUMMARY:Visit Acme|DTSTART:20260504T100000|RRULE:FREQ=WEEKLY;COUNT=3"
    moved = "UID:1|SUMMARY:Visit Acme|RECURRENCE-ID:20260511T100000|DTSTART:20260512T100000"
    gone = "UID:1|SUMMARY:Visit Acme|RECURRENCE-ID:20260518T100000|DTSTART:20260518T100000|STATUS:CANCELLED"
    bring(calendar(series, moved, gone), name="c.ics")
    assert visits(store) == ["2026-05-04", "2026-05-12"]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=NEVER", "X", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYEASTER=1", "FREQ=WEEKLY;UNTIL=soon"],
)
def test_a_rule_that_is_not_followed_is_taken_once_and_told(store: Store, bring: Bring, rule: str) -> None:
    result = bring(calendar(f"SUMMARY:Visit Acme|DTSTART:20260504T100000|RRULE:{rule}"), name="c.ics")
    assert visits(store) == ["2026-05-04"]
    assert "only its first day is taken" in result.warnings[0]


def test_rules_that_never_come_true_or_never_end_take_no_time(store: Store, bring: Bring) -> None:
    never = "SUMMARY:Visit Acme|DTSTART:19000101T100000|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"
    rarely = "SUMMARY:Visit Acme|DTSTART:19000101T100000|RRULE:FREQ=YEARLY;INTERVAL=3;BYMONTH=2;BYMONTHDAY=31"
    always = "SUMMARY:Visit Nord|DTSTART:19000101T100000|RRULE:FREQ=DAILY"
    result = bring(calendar(always, *[never] * 50, *[rarely] * 50), name="c.ics")
    assert store.value("SELECT count(*) FROM interaction WHERE day > 0") == 1_000
    assert any("the latest 1,000 are taken" in warning for warning in result.warnings)
    assert any("repeat in a way that is not followed" in warning for warning in result.warnings)


def test_tasks_become_follow_ups_and_done_ones_are_done(store: Store, bring: Bring) -> None:
    content = calendar(
        event("SUMMARY:Offer to Acme|DUE;VALUE=DATE:20270105", "VTODO"),
        event("SUMMARY:Call Nord|DUE:20260105T120000Z", "VTODO"),
        event("SUMMARY:Sent to Acme|DUE:20260105T120000Z|STATUS:COMPLETED|COMPLETED:20260107T120000Z", "VTODO"),
        event("SUMMARY:Some day Acme", "VTODO"),
        event("SUMMARY:Not Acme|DUE;VALUE=DATE:20270105|STATUS:CANCELLED", "VTODO"),
    )
    result = bring(content, name="c.ics")
    assert (result.rows_total, result.imported, [row.reason for row in result.rejected]) == (4, 3, ["No date"])
    assert sorted(planned(store)) == [
        ("Call Nord", "2026-01-05", None),
        ("Offer to Acme", "2027-01-05", None),
        ("Sent to Acme", "2026-01-05", "2026-01-07"),
    ]
    assert bring(content, name="c.ics").imported == 0
    assert visits(store) == []


_RULE = st.text("FREQ=WEKLYDAIMONTHUSB;,-+0123456789RVLCPX", max_size=40)


@settings(max_examples=60)
@given(rule=st.one_of(_RULE, _RULE.map(lambda text: "FREQ=MONTHLY;" + text)))
def test_any_rule_is_followed_or_told(tmp_path_factory: pytest.TempPathFactory, rule: str) -> None:
    from datetime import date

    from crm_desktop.services.importing import ImportSettings, read_source

    path = tmp_path_factory.mktemp("calendar") / "c.ics"
    path.write_text(calendar(f"SUMMARY:Visit Acme|DTSTART:20260504T100000|RRULE:{rule}"))
    source = read_source(path, ImportSettings(), date(2026, 6, 1))
    assert len(source.sample) >= 1


def test_a_task_that_repeats_comes_once_and_that_is_said(store: Store, bring: Bring) -> None:
    task = event("SUMMARY:Call Acme|DUE;VALUE=DATE:20260701|RRULE:FREQ=WEEKLY", "VTODO")
    result = bring(f"BEGIN:VCALENDAR\n{task}END:VCALENDAR\n", name="c.ics")
    assert (result.imported, len(planned(store))) == (1, 1)
    assert [warning.split(":")[0] for warning in result.warnings] == ["1 task repeats"]
