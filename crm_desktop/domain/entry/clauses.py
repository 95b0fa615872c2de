"""Promises and follow-ups in the one-line entry: a mark, what is meant, and the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from crm_desktop.domain.entry.days import When, clock, coming
from crm_desktop.domain.entry.pieces import Piece, Promised
from crm_desktop.domain.entry.taking import RATING, TAG, Taking

_LONGEST_CLAUSE = 16


def find_clauses(taking: Taking, today: date) -> None:
    """A mark, what is promised or to be done, the first day after it, and a time right behind that."""
    place = 0
    while place < len(taking.tokens):
        mark = taking.words.marks.at(taking.tokens, place)
        if mark is None or not taking.all_free(place, mark[1]):
            place += 1
            continue
        name, what_from = mark
        wanted = taking.line.follow_up if name == "follow_up" else taking.line.promise
        found = _day_of_clause(taking, what_from, today) if wanted is None else None
        if found is None:
            if wanted is None and _is_open(taking, what_from):
                piece = Piece.FOLLOW_UP if name == "follow_up" else Piece.PROMISE
                taking.line = replace(taking.line, asks_day=piece)
            place = what_from
            continue
        what_end, when = found
        what = taking.said(what_from, what_end)
        at, end = _time_behind(taking, when)
        if name == "follow_up":
            taking.line = replace(taking.line, follow_up=when.day, follow_up_what=what, follow_up_at=at)
            taking.take(Piece.FOLLOW_UP, place, end)
        else:
            promised = Promised(what, when.day, theirs=name == "they_promise", at=at)
            taking.line = replace(taking.line, promise=promised)
            taking.take(Piece.PROMISE, place, end)
        place = end


def _day_of_clause(taking: Taking, start: int, today: date) -> tuple[int, When] | None:
    """The place where the words of the clause end, and its day."""
    for place in range(start, min(start + _LONGEST_CLAUSE, len(taking.tokens))):
        if _stops_clause(taking, place):
            return None
        by = taking.words.by.at(taking.tokens, place)
        for at in (by[1], place) if by else (place,):
            found = coming(taking.tokens, at, today, taking.words)
            if found and taking.all_free(place, found.end):
                return place, found
    return None


def _time_behind(taking: Taking, when: When) -> tuple[time | None, int]:
    """The time of the day that was read; "fri 27.11." says the same day twice and no time."""
    timed = clock(taking.tokens, when.end, taking.words)
    if timed is None or not taking.all_free(when.end, timed[1]):
        return None, when.end
    raw = taking.tokens[when.end].raw
    if raw.count(".") == 2 or raw == f"{when.day.day}.{when.day.month}":
        return None, when.end
    return timed


def _stops_clause(taking: Taking, place: int) -> bool:
    token = taking.tokens[place]
    marked = RATING.fullmatch(token.key) or TAG.fullmatch(token.raw) or taking.words.marks.at(taking.tokens, place)
    return not taking.free(place) or bool(marked)


def _is_open(taking: Taking, start: int) -> bool:
    """The rest of the line belongs to the clause: only its day is missing."""
    rest = range(start, len(taking.tokens))
    return len(rest) <= _LONGEST_CLAUSE and not any(_stops_clause(taking, place) for place in rest)
