"""Whatever is typed into the one-line entry: it never raises, never loses a character, and never keeps one waiting."""

from __future__ import annotations

import gc
import random
import time as clock
from datetime import date, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_desktop.domain.entry import Amount, Line, Piece, Promised, Said, read_line, render
from crm_desktop.domain.kinds import InteractionKind
from tests.domain.entry_world import NAMES, PEOPLE, TODAY, read

_PLAIN = st.lists(
    st.sampled_from(["blue", "boxes", "ščetka", "παλέτα", "дошка", "17", "x-ray", "o'hara", "und", "λάδι"]),
    min_size=1,
    max_size=4,
).map(" ".join)
_COMING = st.dates(TODAY, TODAY + timedelta(days=900))

_TIMES = st.none() | st.times().map(lambda at: time(at.hour, at.minute))


@st.composite
def entries(draw: st.DrawFn) -> Said:
    day = draw(st.none() | st.dates(TODAY - timedelta(days=900), TODAY))
    follow_up = draw(st.none() | _COMING)
    return Said(
        account=draw(st.sampled_from(["", "acme fasteners", "kovac mizarstvo", "αφοί παπαδάκη", "promise bakery"])),
        kind=draw(st.none() | st.sampled_from(InteractionKind)),
        person=draw(st.sampled_from(["", "maria", "ivan", "horvat", "žiga", "олена"])),
        about=draw(st.just("") | _PLAIN),
        rating=draw(st.none() | st.integers(0, 10)),
        promise=draw(st.none() | st.builds(Promised, st.just("") | _PLAIN, _COMING, st.booleans(), _TIMES)),
        follow_up=follow_up,
        follow_up_at=draw(_TIMES) if follow_up else None,
        follow_up_what=draw(st.just("") | _PLAIN) if follow_up else "",
        tags=tuple(draw(st.lists(st.sampled_from(["vip", "jesen-2027", "νέος", "x1"]), unique=True, max_size=3))),
        minutes=draw(st.none() | st.integers(1, 1440)),
        department=draw(st.sampled_from(["", "Sales", "Billing", "Lager"])),
        day=day,
        at=draw(st.none() | st.times().map(lambda at: time(at.hour, at.minute))) if day else None,
        amount=draw(
            st.none()
            | st.builds(
                Amount,
                st.decimals("0.01", "999999", places=2, allow_nan=False, allow_infinity=False),
                st.sampled_from(["EUR", "NOK"]),
            )
        ),
        note=draw(st.just("") | _PLAIN),
    )


@given(entries(), st.permutations(list(Piece)), st.booleans())
@settings(max_examples=200)
def test_what_is_written_is_read_as_it_was(said: Said, order: list[Piece], short: bool) -> None:
    line = read(render(said, order, short=short))
    people = [index for index, name in enumerate(PEOPLE) if said.person and said.person in name.casefold()]
    names = {"acme fasteners": 0, "kovac mizarstvo": 1, "αφοί παπαδάκη": 2, "promise bakery": 6}
    assert line.named == names.get(said.account)
    assert line.account == said.account
    assert line.person == (people[0] if people else None)
    assert (line.kind, line.about, line.rating) == (said.kind, said.about, said.rating)
    assert line.promise == said.promise
    assert (line.follow_up, line.follow_up_what) == (said.follow_up, said.follow_up_what)
    assert line.follow_up_at == said.follow_up_at
    assert (line.tags, line.minutes, line.department) == (said.tags, said.minutes, said.department)
    assert (line.day, line.at, line.amount) == (said.day, said.at, said.amount)
    assert line.rest == said.note


def holds_every_character(text: str, line: Line) -> bool:
    """Every character is in exactly one span, or in the note."""
    at, outside = 0, []
    for span in line.spans:
        if not at <= span.start < span.end <= len(text):
            return False
        outside.append(text[at : span.start])
        at = span.end
    outside.append(text[at:])
    return " ".join(" ".join(outside).split()) == line.rest


_SENTENCE = (
    "acme call 4/10 r7 follow up tue > ! @mar @ # #vip about with yesterday 15:30 on 3.11. order 1200 1.200,50 eur kr "
    "12 min dept billing promise they promised by last mon in 2 weeks ago +9999 Kovač 31.2. next 0000-00-00 ß İ ﷺ"
)
_WORDS = _SENTENCE.split()
_ODD = ["\x00", "\u202e", "\u200d", "\ud7ff", "\u0301", " ", "\t", "\n", "\u2028", "a", ">", "!", "1", ".", "/"]
_LANGUAGES = ["en", "sl", "el", "uk", "nb", "sr", "xx"]


def reads_well(text: str, today: date, language: str) -> bool:
    """Read within 200 ms, and every character kept; the collector of a long test run waits meanwhile."""
    gc.disable()
    try:
        started = clock.process_time()
        line = read_line(text, today, accounts=NAMES, people=PEOPLE, language=language, currency="EUR")
        took = clock.process_time() - started
    finally:
        gc.enable()
    return took < 0.2 and holds_every_character(text, line)


def hostile_line(chosen: random.Random) -> str:
    """Words of the grammar between letters of any script, marks that nobody sees, and numbers."""

    def any_letters() -> str:
        plane = chosen.choice([0x7F, 0x600, 0x2FFF, 0xFFFF, 0x1FFFF])
        letters = (chr(chosen.randrange(plane)) for _ in range(chosen.randrange(9)))
        return "".join(letter for letter in letters if not 0xD800 <= ord(letter) < 0xE000)

    parts = [
        chosen.choice((chosen.choice(_WORDS), any_letters(), "".join(chosen.choices(_ODD, k=chosen.randrange(6)))))
        for _ in range(chosen.randrange(18))
    ]
    return chosen.choice((" ", " ", "", "\n")).join(parts)


def test_ten_thousand_hostile_lines() -> None:
    chosen = random.Random(4)
    for _ in range(10_000):
        text, today = hostile_line(chosen), date.fromordinal(chosen.randrange(1, date.max.toordinal() + 1))
        language = chosen.choice(_LANGUAGES)
        assert reads_well(text, today, language), (text, today, language)


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=5)), max_size=14).map(" ".join),
        st.text("0123456789.,:/-+ ", max_size=40),
        st.lists(st.sampled_from(_ODD), max_size=40).map("".join),
    ),
    st.dates(),
    st.sampled_from(_LANGUAGES),
)
@settings(max_examples=500)
@example("12.12.12.12.12.12.12", date.min, "en")
@example("fu in 9999 months", date.max, "en")
@example("9999 months ago", date.min, "en")
@example("fu 29.2.", date.max, "en")
def test_never_raises_and_never_loses_a_character(text: str, today: date, language: str) -> None:
    assert reads_well(text, today, language)


NAUGHTY = [
    "", " ", "\x00", "\ufeff", "undefined", "NULL", "None", "NaN", "-1", "1E+100", "0x7fffffff", "1/0", "١٢٣",
    "４/１０",
    ",./;'[]\\-=<>?:\"{}|_+!@#$%^&*()`~", "Ω≈ç√∫˜µ≤≥÷", "田中さんにあげて下さい", "パーティーへ行かないか",
    "찦차를 타고 온 펲시맨",
    "الكل في المجمو عة", "مُنَاقَشَةُ سُبُلِ", "\u202etest\u202c", "\u2066\u2067\u2068", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "👾 🙇 💁 🙅 🙆", "🇸🇮🇬🇷🇺🇦🇳🇴🇷🇸", "👨‍👩‍👧‍👦", "<script>alert(1)</script>",
    "'; DROP TABLE account; --", "\" OR 1=1 --",
    "{0}%s%n${x}",
    "../../etc/passwd", "%00", "\r\n\r\n", "call " * 400, "> " * 1000, "! " * 1000, "promise " * 500, "about " * 500,
    "on " * 700, "1." * 1000, "1 " * 1000, "@" * 2000, "#" * 2000, "order " * 400, "fri " * 600, "in " * 700 + "days",
    "ﷺ" * 500, "\u0301" * 3000, "İ" * 2000, "ß" * 2000, "a" * 100_000, "r1" * 1000, "10/10/" * 400, "day after " * 200,
]  # fmt: skip


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
@pytest.mark.parametrize("language", ["en", "el", "nb"])
def test_naughty_strings(text: str, language: str) -> None:
    assert reads_well(text, TODAY, language)


@pytest.mark.parametrize("words", ["x ", "acme fasteners ", "promise x ", "1.200,50 ", "\u0301\u200d", "> fri! "])
def test_a_paste_of_a_megabyte_is_read_at_once(words: str) -> None:
    text = "acme call 4/10 " + words * (1_000_000 // len(words))
    started = clock.process_time()
    line = read(text)
    assert clock.process_time() - started < 0.2
    assert (line.named, line.kind, line.rating) == (0, InteractionKind.CALL, 4)
    assert holds_every_character(text, line)


def test_a_very_long_line_is_read_at_once() -> None:
    line = read_line("acme call " + "x " * 50_000, TODAY, accounts=NAMES)
    assert line.account == "acme"
    assert len(line.rest) == 99_999
