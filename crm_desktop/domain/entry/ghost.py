"""Proposes the likeliest next piece of a line: what the right arrow writes behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from crm_desktop.domain.entry.pieces import Line, Piece
from crm_desktop.domain.entry.tokens import SCANNED, key_of
from crm_desktop.domain.entry.vocabulary import Vocabulary, first_form, vocabulary
from crm_desktop.domain.satisfaction import Band, band

_SHORTEST_BEGINNING = 3
_WORKING_DAYS_TO_A_FOLLOW_UP = 3
_WEEKEND = (5, 6)


def ghost(
    text: str, line: Line, today: date, *, knows_account: bool, people: Sequence[str] = (), language: str = "en"
) -> str:
    """The text to put behind the line, or "". ``people``: of the account, whom we talk to most first."""
    if not text.strip() or len(text) > SCANNED:
        return ""
    words = vocabulary(language)
    begun = "" if text[-1].isspace() else text.split()[-1]
    gap = "" if text[-1].isspace() else " "
    if line.asks_day is not None:
        return _day(text, begun, line.asks_day, today, words)
    last = line.spans[-1] if line.spans and not text[line.spans[-1].end :].strip() else None
    if last is None or last.piece is Piece.ABOUT:
        return _rest_of_word(begun, words) or _another_try(text, gap, line, today, words)
    following = _after(last.piece, line, words, knows_account=knows_account, people=people)
    if not following and line.rating is not None and band(line.rating) is Band.AT_RISK and line.follow_up is None:
        following = _follow_up(today, words)
    return gap + following if following else ""


def _after(piece: Piece, line: Line, words: Vocabulary, *, knows_account: bool, people: Sequence[str]) -> str:
    """What mostly follows on the account, the kind, or the person."""
    names = [name.split()[0] for name in people if name.split()]
    if not knows_account:
        return ""
    if piece is Piece.ACCOUNT and line.kind is None:
        return first_form(words.offered["kinds"]["call"])
    if piece in (Piece.ACCOUNT, Piece.KIND) and line.person is None and names:
        return names[0].lower()
    if piece in (Piece.ACCOUNT, Piece.KIND, Piece.PERSON) and not line.about and not line.rest:
        return first_form(words.offered["about"]) + " "
    return ""


def _day(text: str, begun: str, piece: Piece, today: date, words: Vocabulary) -> str:
    """The day that a promise or a follow-up still needs; or the end of the one that is being typed."""
    said = words.offered
    if begun and (key := key_of(begun.lstrip(">!"))):
        days = [first_form(said["days"][1])]
        days += [first_form(said["weekdays"][(today + timedelta(days=ahead)).weekday()]) for ahead in range(2, 8)]
        for day in days:
            if key_of(day).startswith(key) and len(day) > len(key):
                return day[len(key) :]
    before = text.rstrip()[-1:]
    if piece is Piece.PROMISE and not _says_what(text, words):
        return ""
    gap = "" if text[-1].isspace() or before == ">" else " "
    day = first_form(said["days"][1]) if piece is Piece.PROMISE else _weekday(today, words)
    return gap + day


def _says_what(text: str, words: Vocabulary) -> bool:
    last = key_of(text.split()[-1])
    return words.marks.of(last) is None


def _rest_of_word(begun: str, words: Vocabulary) -> str:
    """The end of a word of ours that has been begun."""
    key = key_of(begun)
    if len(key) < _SHORTEST_BEGINNING:
        return ""
    said = words.offered
    offered = [said["promise"], said["follow_up"], said["about"], said["days"][-1], *said["kinds"].values()]
    for forms in offered:
        form = first_form(forms)
        if key_of(form).startswith(key) and len(form) > len(begun):
            return form[len(begun) :]
    return ""


def _another_try(text: str, gap: str, line: Line, today: date, words: Vocabulary) -> str:
    """Nobody answered: then it wants another try."""
    if line.follow_up is not None:
        return ""
    said = f" {' '.join(key_of(word) for word in (line.about or line.rest).split())}"
    tries = (" ".join(key_of(word) for word in form.split()) for form in words.offered["no_answer"].split(","))
    return gap + _follow_up(today, words) if any(said.endswith(f" {each}") for each in tries if each) else ""


def _follow_up(today: date, words: Vocabulary) -> str:
    return f"{first_form(words.offered['follow_up'])} {_weekday(today, words)}"


def _weekday(today: date, words: Vocabulary) -> str:
    """The weekday some working days ahead."""
    day, left = today, _WORKING_DAYS_TO_A_FOLLOW_UP
    for _ in range(7):
        day = day + timedelta(days=1)
        left -= day.weekday() not in _WEEKEND
        if not left:
            break
    return first_form(words.offered["weekdays"][day.weekday()])
