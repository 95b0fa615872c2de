"""Hostile and strange files: scales, phones, look-alike letters, calendars, and what was told before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.domain.errors import UserError
from crm_desktop.services import importing
from crm_desktop.services.importing import ImportSettings
from crm_desktop.storage.store import Store
from tests.services.importing_world import TODAY, Bring


def scores(store: Store) -> list[float]:
    return [row[0] for row in store.rows("SELECT score FROM rating ORDER BY id")]


def phones(store: Store) -> dict[str, str]:
    return dict(store.rows("SELECT name, phone FROM account"))


def rated(*values: str, header: str = "Rating") -> str:
    return "\n".join([f"Account;Date;{header}", *(f"A;2026-01-{n:02};{v}" for n, v in enumerate(values, 1))])


# -- ratings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("★★★★★", "★★★☆☆", "⭐"), [10.0, 5.0, 0.0]),
        (("4/5", "9,5/10", "85 %", "85%"), [8.0, 9.5, 8.5, 8.5]),
        (("👍", "👎🏽", "good", "Zelo dobro", "very poor", "3 stars"), [10.0, 0.0, 7.5, 10.0, 0.0, 5.0]),
        (("97", "82", "55"), [9.7, 8.2, 5.5]),
        (("9,5", "7", "10"), [9.5, 7.0, 10.0]),
    ],
)
def test_ratings_tell_their_scale_by_what_stands_there(
    store: Store, bring: Bring, values: tuple[str, ...], told: list[float]
) -> None:
    assert bring(rated(*values)).imported == len(values)
    assert scores(store) == told


@pytest.mark.parametrize("header", ["Rating (1-5)", "Rating 1-5", "Stars"])
def test_the_name_of_the_column_tells_the_scale(store: Store, bring: Bring, header: str) -> None:
    result = bring(rated("1", "4", "5", "6", header=header))
    assert scores(store) == [0.0, 7.5, 10.0]
    assert result.rejected[0].reason == "Rating 6 is above 5"


def test_many_ratings_from_1_to_5_are_asked_about_and_a_few_are_told(store: Store, bring: Bring) -> None:
    with pytest.raises(UserError, match=r'\{"score_scale": \[1, 5\]\} or \{"score_scale": \[0, 10\]\}'):
        bring(rated(*"12345" * 2))
    assert scores(store) == []
    assert "1 to 5" in bring(rated(*"345")).warnings[0]
    assert scores(store) == [3.0, 4.0, 5.0]


def test_a_column_0_to_10_is_not_taken_for_percent_because_of_some_bad_cells(store: Store, bring: Bring) -> None:
    result = bring(rated("10", "7", "85", "-1", "8", "nan", "11"))
    assert scores(store) == [10.0, 7.0, 8.0]
    assert len(result.rejected) == 4


def test_a_scale_that_was_told_takes_numbers_only(store: Store, bring: Bring) -> None:
    result = bring(rated("10", "★★★", "50%"), score_scale=[0, 10])
    assert [row.row for row in result.rejected] == [3, 4]


# -- phones --------------------------------------------------------------------------------------------


def test_numbers_become_international_with_a_country_and_the_rest_stays_as_typed(store: Store, bring: Bring) -> None:
    typed = {
        "A": "040 986 825", "B": "+386 (0)40 986 826", "C": "040 986 827 ext. 4", "D": "ask for Maja",
        "E": "00386-40-986-828", "F": "0409", "G": "=040986829", "H": "+99999999999", "I": "٠٤٠٩٨٦٨٣٠",
    }  # fmt: skip
    rows = "\n".join(f"{name},{phone}" for name, phone in typed.items())
    result = bring(f"Account,Phone\n{rows}\n", country="SI")
    read = {"A": "+38640986825", "B": "+38640986826", "E": "+38640986828", "I": "+38640986830"}
    assert phones(store) == typed | read
    # C, D, F and G: what looks international already is believed.
    assert result.doubts == 4


def test_the_files_own_numbers_tell_the_country_and_it_is_told(store: Store, bring: Bring) -> None:
    result = bring("Account,Phone\nA,040 986 825\nB,+386 40 986 826\n")
    assert phones(store)["A"] == "+38640986825"
    assert "SI" in result.warnings[0]


def test_without_any_sign_of_a_country_numbers_stay_as_typed_and_are_told(
    store: Store, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_TELEPHONE", "LANG"):
        monkeypatch.setenv(name, "en_US.UTF-8")
    result = bring("Account,Phone\nA,210 123 4567\n")
    assert phones(store) == {"A": "210 123 4567"}
    assert "“country”" in result.warnings[0]
    assert bring("Account,Phone\nB,+386 40 986 826\n", name="b.csv", country="").imported == 1
    assert phones(store)["B"] == "+386 40 986 826"


# -- letters -------------------------------------------------------------------------------------------


def test_look_alikes_of_other_scripts_stay_apart_and_are_named(store: Store, bring: Bring) -> None:
    result = bring("Account\nСасо\nCaco\nАcme\nПекара\nТОВ Acme\nΑθήνα\n")
    assert result.accounts_created == 6
    assert len(result.warnings) == 1
    assert "row 2 “Сасо”" in result.warnings[0]
    assert "row 4 “Аcme”" in result.warnings[0]
    assert "Пекара" not in result.warnings[0]
    assert result.doubts == 2


# -- calendars -----------------------------------------------------------------------------------------

_EVENT = "BEGIN:VEVENT\r\nDTSTART{start}\r\nSUMMARY:{title}\r\n{more}END:VEVENT\r\n"


def calendar(*events: tuple[str, str, str]) -> str:
    body = "".join(_EVENT.format(start=start, title=title, more=more) for start, title, more in events)
    return f"BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n"


def test_appointments_become_visits_and_follow_ups_of_whom_they_name(store: Store, bring: Bring) -> None:
    bring("Account,E-mail\nAcme,\nAcme Berlin,\nKovač d.o.o.,info@kovac.si\n")
    bring("Account,Full name,E-mail\nAcme,Ana,ana@freemail.test\n", name="p.csv")
    content = calendar(
        (";TZID=Pacific/Auckland:20260110T233000", "Review", "ATTENDEE:MAILTO:Ana@freemail.test\r\n"),
        (";VALUE=DATE:20270105", "Prices", 'ATTENDEE;CN="x:y;z":mailto:boss@kovac.si\r\nRRULE:FREQ=DAILY\r\n'),
        (":20260301T100000Z", "Klic: ACME Berlin", "DTEND:20260301T104500Z\r\n"),
        (":20260301T100000Z", "Dentist", ""),
        (":2026030", "Acme", ""),
        (":20260302", "Acme", "STATUS:CANCELLED\r\n"),
    )
    result = bring(content, name="c.ics")
    assert (result.rows_total, result.imported) == (5, 3)
    assert dict(result.added) == {"interactions": 2, "follow_ups": 1}
    assert [row.row for row in result.rejected] == [5, 6]
    rows = "SELECT a.name, i.kind, date(i.day * 86400, 'unixepoch'), i.minutes FROM interaction i"
    assert set(store.rows(rows + " JOIN account a ON a.id = i.account_id")) == {
        ("Acme", "visit", "2026-01-10", None),
        ("Acme Berlin", "call", "2026-03-01", 45),
    }
    again = bring(content, name="c.ics")
    assert (again.imported, again.duplicates) == (0, 3)
    store.undo()
    assert store.value("SELECT count(*) FROM follow_up") == 0


@pytest.mark.parametrize("content", [calendar()[:-5], "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n", calendar()])
def test_broken_calendars_are_refused(store: Store, bring: Bring, content: str) -> None:
    with pytest.raises(UserError):
        bring(content, name="c.ics")


def test_ten_thousand_nested_events_take_no_time(store: Store, bring: Bring) -> None:
    with pytest.raises(UserError, match="ends in the middle"):
        bring("BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 10_000, name="c.ics")


# -- what was told before ------------------------------------------------------------------------------


def test_an_order_of_dates_told_once_is_used_for_the_next_such_file_and_said(store: Store, bring: Bring) -> None:
    header = "Account,Date,Amount,Currency\n"
    with pytest.raises(UserError):
        bring(header + "A,03/04/2026,5,EUR\n")
    bring(header + "A,03/04/2026,5,EUR\n", date_order="MDY")
    result = bring(header + "A,05/04/2026,5,EUR\n", name="next.csv")
    assert '{"date_order": "MDY"}' in result.warnings[0]
    assert store.value("SELECT date(max(day) * 86400, 'unixepoch') FROM purchase") == "2026-05-04"
    # A file that tells by itself goes by itself.
    bring(header + "A,25/12/2025,7,EUR\n", name="third.csv")
    assert store.value("SELECT date(day * 86400, 'unixepoch') FROM purchase WHERE amount = 700") == "2025-12-25"


def test_rows_left_out_are_saved_and_come_in_once_corrected(store: Store, tmp_path: Path) -> None:
    path, target = tmp_path / "o.csv", tmp_path / "left.csv"
    path.write_text("Account;Tier\n=Acme;A\nB;Q\n", encoding="utf-8")
    told: Any = ImportSettings()
    importing.import_file(store, path, settings=told, today=TODAY, left_out_to=target)
    text = target.read_text(encoding="utf-8-sig")
    assert text.startswith("Why it was left out;Account;Tier")
    target.write_text(text.replace("Q\n", "B\n").replace(";Q", ";B"), encoding="utf-8")
    again = importing.import_file(store, target, settings=told, today=TODAY)
    assert (again.imported, again.rejected) == (1, ())


def test_doubts_are_counted_to_the_last(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Account,Date,Type\n" + "A,2027-01-01,call\n" * 1_500, encoding="utf-8")
    source = importing.read_source(path, ImportSettings())
    plan = importing.plan_import(store, source, importing.propose_mapping(source), ImportSettings(), today=TODAY)
    assert (len(plan.doubts), plan.doubts_total) == (1_000, 1_500)
