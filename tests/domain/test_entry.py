"""The one-line entry: understands what it can, never raises, never loses a character."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.entities import InteractionKind
from crm_desktop.domain.entry import Piece, read_line

TODAY = date(2026, 11, 20)  # a Friday
NAMES = ["Acme Fasteners", "Kovač Mizarstvo", "Αφοί Παπαδάκη", "Коваленко і син", "Call Center Ltd", "Noteworthy"]


def _spanned(text: str, piece: Piece) -> str:
    return next((text[s.start : s.end] for s in read_line(text, TODAY, accounts=NAMES).spans if s.piece is piece), "")


def test_the_sentence_of_the_design() -> None:
    line = read_line("acme call about late delivery 4/10 follow up tue", TODAY, accounts=NAMES)
    assert line.account == "acme"
    assert line.kind is InteractionKind.CALL
    assert line.rating == 4
    assert line.follow_up == date(2026, 11, 24)
    assert line.rest == "about late delivery"


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
    ],
)
def test_accounts_are_found_in_any_script(text: str, account: str) -> None:
    assert _spanned(text, Piece.ACCOUNT) == account


@pytest.mark.parametrize(
    ("text", "rating"), [("4/10", 4), ("rated 9", 9), ("rated 10/10 wow", 10), ("r4", 4), ("0/10", 0)]
)
def test_ratings(text: str, rating: int) -> None:
    assert read_line(text, TODAY).rating == rating


@pytest.mark.parametrize("text", ["12/10", "9/10x", "r11", "14/10/2026", "rated 12", "pallet 4/100", "3.4/10"])
def test_what_only_looks_like_a_rating_stays_in_the_note(text: str) -> None:
    line = read_line(text, TODAY)
    assert line.rating is None
    assert line.rest == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("follow up fri", TODAY + timedelta(days=7)),
        ("follow-up tomorrow", TODAY + timedelta(days=1)),
        ("fu today", TODAY),
        ("> +3", TODAY + timedelta(days=3)),
        (">tue", date(2026, 11, 24)),
        (">in 2 weeks", TODAY + timedelta(days=14)),
        ("fu next month", date(2026, 12, 20)),
        ("fu in 3 months", date(2027, 2, 20)),
        ("fu 1.12.", date(2026, 12, 1)),
        ("fu 3. 2.", date(2027, 2, 3)),
        ("fu 2027-01-31", date(2027, 1, 31)),
    ],
)
def test_follow_up_days(text: str, day: date) -> None:
    assert read_line(text, TODAY).follow_up == day


@pytest.mark.parametrize("text", ["fu 31.02.", "follow up soon", "> 2026-13-01", "fu 99.99."])
def test_a_day_that_does_not_exist_is_no_follow_up_but_stays_in_the_note(text: str) -> None:
    line = read_line(text, TODAY)
    assert line.follow_up is None
    assert line.rest == text


def test_weekday_words_of_the_persons_language() -> None:
    assert read_line("fu tor", TODAY, day_words={"tor": 1}).follow_up == date(2026, 11, 24)


_PIECES = st.sampled_from(
    ["acme", "call", "4/10", "r7", "follow up tue", ">", "fu +9999", "about", "Kovač", "31.2.", "\x00", "ß", "İ"]
)


@given(
    st.one_of(st.text(max_size=60), st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=8).map(" ".join)),
    st.dates(),
)
def test_never_raises_and_never_loses_a_character(text: str, today: date) -> None:
    line = read_line(text, today, accounts=NAMES)
    at = 0
    outside = []
    for span in line.spans:
        assert at <= span.start < span.end <= len(text)
        outside.append(text[at : span.start])
        at = span.end
    outside.append(text[at:])
    assert " ".join(" ".join(outside).split()) == line.rest


def test_a_very_long_line_is_read_at_once() -> None:
    line = read_line("acme call " + "x " * 50_000, TODAY, accounts=NAMES)
    assert line.account == "acme"
    assert len(line.rest) == 99_999
