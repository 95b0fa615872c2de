"""The one-line entry, piece by piece: what each one looks like, and what only looks like it."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from crm_desktop.domain.entry import Amount, Piece, Promised, read_line
from crm_desktop.domain.kinds import InteractionKind
from tests.domain.entry_world import NEXT_FRIDAY, TODAY, TUESDAY, read, spanned

# --- the sentences of the design


def test_the_sentence_of_the_design() -> None:
    text = "acme call maria about late delivery 4/10 promise credit note fri follow up tue"
    line = read(text)
    assert [(span.piece, text[span.start : span.end]) for span in line.spans] == [
        (Piece.ACCOUNT, "acme"),
        (Piece.KIND, "call"),
        (Piece.PERSON, "maria"),
        (Piece.ABOUT, "about late delivery"),
        (Piece.RATING, "4/10"),
        (Piece.PROMISE, "promise credit note fri"),
        (Piece.FOLLOW_UP, "follow up tue"),
    ]
    assert (line.account, line.named, line.kind, line.person) == ("acme", 0, InteractionKind.CALL, 0)
    assert (line.about, line.rating, line.rest) == ("late delivery", 4, "")
    assert line.promise == Promised("credit note", NEXT_FRIDAY)
    assert line.follow_up == TUESDAY


def test_the_short_marks_say_the_same() -> None:
    long = read("acme call maria about late delivery 4/10 promise credit note fri follow up tue")
    short = read("acme c @mar about late delivery r4 !credit note fri >tue")
    for name in ("named", "kind", "person", "about", "rating", "promise", "follow_up", "rest"):
        assert getattr(short, name) == getattr(long, name)


@pytest.mark.parametrize(
    "text",
    [
        "follow up tue 4/10 acme call maria about late delivery",
        "4/10 promise credit note fri acme about late delivery >tue @maria call",
        "about late delivery acme fasteners 4/10 call maria > tue",
    ],
)
def test_the_pieces_come_in_any_order(text: str) -> None:
    line = read(text)
    assert (line.named, line.kind, line.person, line.about) == (0, InteractionKind.CALL, 0, "late delivery")
    assert (line.rating, line.follow_up, line.rest) == (4, TUESDAY, "")


# --- account and person


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("kovac no answer", "kovac"),
        ("visit papadaki tomorrow", "papadaki"),
        ("kovalenko", "kovalenko"),
        ("acme fast about boxes", "acme fast"),
        ("talked long with Kovač about beech", "Kovač"),
        ("call about boxes", ""),
        ("note to self", ""),
        ("promise bakery call", "promise bakery"),
        ("acme promise credit note fri", "acme"),
        ("acme call about kovač mizarstvo", "acme"),
        ("acme, call", "acme,"),
    ],
)
def test_accounts_are_found_in_any_script(text: str, account: str) -> None:
    assert spanned(read(text), text, Piece.ACCOUNT) == account


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("call maria", 0),
        ("call maria kos about boxes", 0),
        ("@iv late", 1),
        ("@horvat late", 1),
        ("talked with ziga", 2),
        ("@olena 4/10", 3),
        ("about maria", None),
        ("about boxes with maria", 0),
        ("mar said no", None),
        ("@xyz no", None),
    ],
)
def test_people(text: str, person: int | None) -> None:
    assert read(text).person == person


def test_somebody_who_is_not_known_stays_in_the_note() -> None:
    assert read("@xyz no").rest == "@xyz no"


# --- kind, department, minutes, tags


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("call acme", InteractionKind.CALL),
        ("v acme", InteractionKind.VISIT),
        ("acme e prices", InteractionKind.EMAIL),
        ("wrote to them", InteractionKind.EMAIL),
        ("acme complained 2/10", InteractionKind.COMPLAINT),
        ("note acme moves house", InteractionKind.NOTE),
        ("credit note was wrong", None),
        ("about the call of yesterday", None),
        ("plan m ready", None),
    ],
)
def test_kinds(text: str, kind: InteractionKind | None) -> None:
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("acme support call about boxes", "Service"),
        ("sales visit acme", "Sales"),
        ("acme call dept billing", "Billing"),
        ("acme call dept Lager", "Lager"),
        ("acme call about late delivery", ""),
        ("late delivery call", ""),
        ("acme dept", ""),
    ],
)
def test_departments(text: str, department: str) -> None:
    assert read(text).department == department


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("call 12 min", 12), ("45min", 45), ("call 90 minutes", 90), ("30 min late", None), ("in 5 min", None),
     ("0 min", None), ("99999 min", None)],
)  # fmt: skip
def test_minutes(text: str, minutes: int | None) -> None:
    assert read(text).minutes == minutes


def test_tags() -> None:
    line = read("acme #vip call #spring-2027 #vip order #4711")
    assert line.tags == ("vip", "spring-2027")
    assert "#4711" in line.rest


# --- rating


@pytest.mark.parametrize(
    ("text", "rating"),
    [("4/10", 4), ("rated 9", 9), ("rated 10/10 wow", 10), ("r4", 4), ("0/10", 0), ("(7/10)", 7), ("rated us 8", 8)],
)
def test_ratings(text: str, rating: int) -> None:
    assert read_line(text, TODAY).rating == rating


@pytest.mark.parametrize("text", ["12/10", "9/10x", "r11", "14/10/2026", "rated 12", "pallet 4/100", "3.4/10"])
def test_what_only_looks_like_a_rating_stays_in_the_note(text: str) -> None:
    line = read_line(text, TODAY)
    assert line.rating is None
    assert line.rest == text


# --- promises and follow-ups


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("follow up fri", TODAY + timedelta(days=7)),
        ("follow-up tomorrow", TODAY + timedelta(days=1)),
        ("fu today", TODAY),
        ("> +3", TODAY + timedelta(days=3)),
        (">tue", TUESDAY),
        (">in 2 weeks", TODAY + timedelta(days=14)),
        ("fu in a week", TODAY + timedelta(days=7)),
        ("fu next month", date(2026, 12, 20)),
        ("fu next tue", TUESDAY),
        ("fu in 3 months", date(2027, 2, 20)),
        ("fu 1.12.", date(2026, 12, 1)),
        ("fu 3. 2.", date(2027, 2, 3)),
        ("fu 3.2.2028", date(2028, 2, 3)),
        ("fu 3 dec", date(2026, 12, 3)),
        ("fu dec 3", date(2026, 12, 3)),
        ("fu 29.2.2028", date(2028, 2, 29)),
        ("fu 2027-01-31", date(2027, 1, 31)),
        ("fu +9999", TODAY + timedelta(days=9999)),
    ],
)
def test_follow_up_days(text: str, day: date) -> None:
    assert read_line(text, TODAY).follow_up == day


@pytest.mark.parametrize("text", ["fu 31.02.", "follow up soon", "> 2026-13-01", "fu 99.99.", "promise samples"])
def test_without_a_day_there_is_no_follow_up_and_the_words_stay(text: str) -> None:
    line = read_line(text, TODAY)
    assert (line.follow_up, line.promise) == (None, None)
    assert line.rest == text
    assert line.asks_day in (Piece.FOLLOW_UP, Piece.PROMISE)


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        ("promise credit note fri", Promised("credit note", NEXT_FRIDAY)),
        ("promised a credit note by tue", Promised("a credit note", TUESDAY)),
        ("pr samples +3", Promised("samples", date(2026, 11, 23))),
        ("! samples, tomorrow", Promised("samples", date(2026, 11, 21))),
        ("they promise payment by tue", Promised("payment", TUESDAY, theirs=True)),
        ("they promised to pay until 1.12.", Promised("to pay", date(2026, 12, 1), theirs=True)),
        ("promise tue", Promised("", TUESDAY)),
        ("wow! nice", None),
        ("promise 4/10 tue", None),
    ],
)
def test_promises(text: str, promise: Promised | None) -> None:
    assert read(text).promise == promise


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("follow up tue 14:00", time(14)),
        ("follow up call Maria tue at 14.30", time(14, 30)),
        ("> tue 3pm", time(15)),
        ("fu tue 9:15, 4/10", time(9, 15)),
        ("follow up tue", None),
        ("follow up tue 24.11.", None),
        ("follow up tue 24.11", None),
        ("follow up tue 14:00 r4", time(14)),
        ("follow up tue 10 boxes", None),
    ],
)
def test_a_follow_up_has_a_time(text: str, at: time | None) -> None:
    line = read_line(text, TODAY)
    assert (line.follow_up, line.follow_up_at) == (TUESDAY, at)


def test_a_promise_has_a_time() -> None:
    line = read_line("promise credit note fri 16:00 about samples", TODAY)
    assert line.promise is not None
    assert (line.promise.what, line.promise.at, line.about) == ("credit note", time(16), "samples")


def test_a_follow_up_says_what_to_do() -> None:
    line = read("acme no answer follow up call Maria about the price list on tue")
    assert (line.follow_up, line.follow_up_what) == (TUESDAY, "call Maria about the price list")
    assert (line.rest, line.about, line.person) == ("no answer", "", None)


# --- when it happened


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("call yesterday 15:30", date(2026, 11, 19), time(15, 30)),
        ("call yesterday at 3pm", date(2026, 11, 19), time(15)),
        ("on 3.11. call", date(2026, 11, 3), None),
        ("call on 3.11.2025 at 9:15", date(2025, 11, 3), time(9, 15)),
        ("call mon 14:00", date(2026, 11, 16), time(14)),
        ("call fri 9:05", TODAY, time(9, 5)),
        ("call last tue", date(2026, 11, 17), None),
        ("call 3 days ago", date(2026, 11, 17), None),
        ("visit a week ago", date(2026, 11, 13), None),
        ("visit last month", date(2026, 10, 20), None),
        ("2026-11-02 visit", date(2026, 11, 2), None),
        ("visit 2026-11-02 about stock", date(2026, 11, 2), None),
        ("call 2 nov about stock", date(2026, 11, 2), None),
        ("3.11. email about prices", date(2026, 11, 3), None),
        ("acme call 13/11 about boxes", date(2026, 11, 13), None),
        ("call on 13/11/2026", date(2026, 11, 13), None),
        ("call nov 2nd about boxes", date(2026, 11, 2), None),
        ("call two days ago", date(2026, 11, 18), None),
        ("call 3/11 about boxes", None, None),
        ("asked about 3.11. twice", None, None),
        ("visit on 2 nov 10.30", date(2026, 11, 2), time(10, 30)),
        ("today 8:00 call", TODAY, time(8)),
        ("call the day before yesterday", date(2026, 11, 18), None),
        ("delivery comes on 3.12.", None, None),
        ("delivery comes mon", None, None),
        ("wants 3.11. back soon", None, None),
        ("pays today or never", None, None),
    ],
)
def test_when_it_happened(text: str, day: date | None, at: time | None) -> None:
    line = read(text)
    assert (line.day, line.at) == (day, at)


def test_a_day_that_belongs_to_a_promise_is_not_when_it_happened() -> None:
    line = read("yesterday 15:30 acme promise samples mon")
    assert line.promise == Promised("samples", date(2026, 11, 23))
    assert line.day == date(2026, 11, 19)


# --- orders


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("order 1200", Amount(Decimal(1200))),
        ("acme ordered for 1.200,50 eur", Amount(Decimal("1200.50"), "EUR")),
        ("order €1,200.50", Amount(Decimal("1200.50"), "EUR")),
        ("order 1 200 eur", Amount(Decimal(1200), "EUR")),
        ("order eur 12.5", Amount(Decimal("12.5"), "EUR")),
        ("order 1200 call", Amount(Decimal(1200))),
        ("order 1200 about spring", Amount(Decimal(1200))),
        ("order 900 £", Amount(Decimal(900), "GBP")),
        ("order 1200 boxes", None),
        ("about order 4711", None),
        ("late with order 4711", None),
        ("asked for their order 4711", None),
        ("order 1200 kr", None),
        ("order 0", None),
        ("order -5", None),
        ("order soon", None),
        ("order 1.200.50", None),
    ],
)
def test_orders(text: str, amount: Amount | None) -> None:
    assert read(text).amount == amount


def test_a_sign_of_several_currencies_is_the_one_of_the_workspace() -> None:
    assert read_line("order 1200 kr", TODAY, currency="NOK").amount == Amount(Decimal(1200), "NOK")
