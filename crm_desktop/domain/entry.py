"""The one-line entry: finds what a typed line says; never raises, and never loses a character of it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crm_desktop.domain.entities import InteractionKind
from crm_desktop.domain.folding import fold, spellings


class Piece(StrEnum):
    """What a recognised stretch of the line is."""

    ACCOUNT = "account"
    KIND = "kind"
    RATING = "rating"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of the line (end excluded) are this piece."""

    start: int
    end: int
    piece: Piece


@dataclass(frozen=True, slots=True)
class Line:
    """What was understood. ``rest`` is every character in no span: the subject; nothing is thrown away."""

    spans: tuple[Span, ...]
    account: str
    """The words that named the account, or the words that may name one."""
    kind: InteractionKind | None
    rating: int | None
    follow_up: date | None
    rest: str


_KINDS: Mapping[str, InteractionKind] = {
    **{kind.value: kind for kind in InteractionKind},
    **dict.fromkeys(("called", "phoned", "phone", "rang", "c"), InteractionKind.CALL),
    **dict.fromkeys(("visited", "meeting", "met", "v"), InteractionKind.VISIT),
    **dict.fromkeys(("e-mail", "emailed", "mail", "wrote", "e"), InteractionKind.EMAIL),
    **dict.fromkeys(("texted", "sms", "m"), InteractionKind.MESSAGE),
    **dict.fromkeys(("complained",), InteractionKind.COMPLAINT),
}
_RATING = re.compile(
    r"(?<!\S)(?:rated\s+(?P<said>10|[0-9])(?:/10)?|(?P<of>10|[0-9])/10|r(?P<short>10|[0-9]))(?![\w/.,]*\w)",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(r"(?<!\S)(?:follow[ -]?up|fu|>)\s*", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_LAST_DAY = date.max.toordinal()


def read_line(
    text: str, today: date, *, accounts: Sequence[str] = (), day_words: Mapping[str, int] | None = None
) -> Line:
    """Reads ``[account] [kind] [n/10] [follow up when]`` in any order; the rest is the subject.

    ``accounts``: names that may be meant, the likeliest first. ``day_words``: weekday words (folded) of the person's
    language, Monday = 0, beside the English ones.
    """
    spans: list[Span] = []
    rating, follow_up, kind = None, None, None
    if match := _RATING.search(text):
        rating = int(match["said"] or match["of"] or match["short"])
        spans.append(Span(match.start(), match.end(), Piece.RATING))
    for match in _FOLLOW_UP.finditer(text):
        found = read_day(text, match.end(), today, day_words or {})
        if found:
            follow_up, end = found
            spans.append(Span(match.start(), end, Piece.FOLLOW_UP))
            break
    account = _account_span(text, accounts, spans)
    if account:
        spans.append(account)
    for match in _WORD.finditer(text):
        word = fold(match[0]).strip(",.:;")
        # A single letter stands for a kind only where it opens the line or follows the account.
        opening = not text[: match.start()].strip() or (
            account is not None and not text[account.end : match.start()].strip()
        )
        if word in _KINDS and (len(word) > 1 or opening) and not _taken(spans, match.start(), match.end()):
            kind = _KINDS[word]
            spans.append(Span(match.start(), match.end(), Piece.KIND))
            break
    spans.sort(key=lambda span: span.start)
    rest = _rest(text, spans)
    named = text[account.start : account.end] if account else ""
    return Line(tuple(spans), named, kind, rating, follow_up, rest)


def _taken(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(start < span.end and span.start < end for span in spans)


def _account_span(text: str, accounts: Sequence[str], spans: Sequence[Span]) -> Span | None:
    """The longest run of words that begins words of one of the names, whatever the script or the accents."""
    tokens = [m for m in _WORD.finditer(text) if not _taken(spans, m.start(), m.end())]
    if not tokens or not accounts:
        return None
    typed = [fold(m[0]).strip(",.:;") for m in tokens]
    best: tuple[int, int, int, Span] | None = None
    for place, name in enumerate(accounts):
        words = [spellings(word) for word in fold(name).split()]
        for start in range(len(tokens)):
            for first in range(len(words)):
                length = _run(typed[start:], words[first:])
                # In the middle of a line one short word names nobody: "call" is not Callander Ltd.
                sure = length > 1 or (
                    length == 1 and (start == 0 or (len(typed[start]) >= 4 and typed[start] in words[first]))
                )
                if not sure or (length == 1 and typed[start] in _KINDS):
                    continue
                rank = (length, -first, -place)
                if best is None or rank > best[:3]:
                    best = (*rank, Span(tokens[start].start(), tokens[start + length - 1].end(), Piece.ACCOUNT))
    return best[3] if best else None


def _run(typed: Sequence[str], words: Sequence[Sequence[str]]) -> int:
    """How many typed words in a row begin the words of a name."""
    length = 0
    for word, spelled in zip(typed, words, strict=False):
        if not word or not any(spelling.startswith(word) for spelling in spelled):
            break
        length += 1
    return length


def _rest(text: str, spans: Sequence[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts.append(text[at : span.start])
        at = span.end
    parts.append(text[at:])
    return " ".join(" ".join(parts).split())


_WEEKDAYS = {
    **{
        name.casefold(): index
        for index, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
    },
    **{name: index for index, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}
_IN = re.compile(r"(?:in\s+(?P<count>\d{1,4})\s+(?P<unit>day|week|month)s?|\+(?P<short>\d{1,4}))(?!\w)", re.IGNORECASE)
_DATE = re.compile(
    r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<year>\d{4}))?(?!\w)|(?P<iso>\d{4}-\d{2}-\d{2})(?!\w)"
)


def read_day(text: str, start: int, today: date, day_words: Mapping[str, int]) -> tuple[date, int] | None:
    """Reads a day at ``start`` of the text: weekday, today, tomorrow, next week, 21.11., in 2 weeks, +3.

    Returns the day and where it ends; a weekday is the next one after today, a date without a year the next such one.
    """
    if match := _IN.match(text, start):
        count, unit = int(match["short"] or match["count"]), (match["unit"] or "day").casefold()
        return _later(today, count, unit), match.end()
    if match := _DATE.match(text, start):
        day = _date(match, today)
        return (day, match.end()) if day else None
    match = _WORD.match(text, start)
    if not match:
        return None
    word = fold(match[0]).rstrip(",.;:")
    end = start + len(match[0].rstrip(",;:"))
    for name, days in (("today", 0), ("tomorrow", 1)):
        if word == name:
            return _later(today, days, "day"), end
    if word == "next" and (after := re.compile(r"next\s+(week|month)(?!\w)", re.IGNORECASE).match(text, start)):
        return _later(today, 1, after[1].casefold()), after.end()
    weekday = {**_WEEKDAYS, **day_words}.get(word)
    if weekday is None:
        return None
    return _later(today, (weekday - today.weekday() - 1) % 7 + 1, "day"), end


def _later(today: date, count: int, unit: str) -> date:
    if unit == "month":
        index = today.year * 12 + today.month - 1 + count
        year, month = min(index // 12, date.max.year), index % 12 + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    days = count * (7 if unit == "week" else 1)
    return date.fromordinal(min(today.toordinal() + days, _LAST_DAY))


def _date(match: re.Match[str], today: date) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        day = date(int(match["year"] or today.year), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    if match["year"] is None and day < today - timedelta(days=1):
        try:
            return day.replace(year=day.year + 1)
        except ValueError:
            return None
    return day
