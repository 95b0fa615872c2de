"""Reads the one-line entry: finds what a typed line says; never raises, and never loses a character of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crm_desktop.domain.entry.amounts import read_amount
from crm_desktop.domain.entry.clauses import find_clauses
from crm_desktop.domain.entry.days import When, clock, past
from crm_desktop.domain.entry.names import Named, Names, Words, find_account, find_person, words_of
from crm_desktop.domain.entry.pieces import Line, Piece, Span
from crm_desktop.domain.entry.taking import RATING, TAG, Taking
from crm_desktop.domain.entry.vocabulary import Vocabulary, vocabulary
from crm_desktop.domain.kinds import InteractionKind

_SCORE = re.compile(r"(10|[0-9])(?:/10)?")
_MINUTES = re.compile(r"([0-9]{1,4})([^\W\d_]*)")
_LONGEST_CALL = 1_440
# Two names that share a word may be one firm and its branch; from so many on the word says what firms do.
_TRADE = 3
# "10 min late" is a delay, not how long we talked.
_NOT_TALKED = frozenset(("late", "delay", "delayed", "early", "prepozno", "forsinket"))
# "their order 4711" names an order.
_NAMING = frozenset(("the", "their", "our", "his", "her", "your", "my", "this", "that", "no", "nr"))


def read_line(
    text: str,
    today: date,
    *,
    accounts: Sequence[str] = (),
    people: Sequence[str] = (),
    language: str = "en",
    currency: str = "",
    plain: Sequence[tuple[int, int]] = (),
) -> Line:
    """Reads account, kind, person, about, rating, promise, follow-up, tags, minutes, department, when and amount.

    In any order; what is in none of them is the note. ``accounts`` and ``people``: names that may be meant, the
    likeliest first. ``language``: whose words count beside the English ones. ``currency``: of the workspace, told by
    signs such as "kr" that several share. ``plain``: stretches of the text in which nothing begins that is recognised.
    """
    reader = _Reader(text, today, Names(accounts), [words_of(name) for name in people], vocabulary(language))
    reader.refuse(plain)
    return reader.read(currency)


class _Reader(Taking):
    """Piece by piece: what has a mark first, bare words last."""

    def __init__(self, text: str, today: date, names: Names, people: Sequence[Words], words: Vocabulary) -> None:
        super().__init__(text, words)
        self.today, self.names, self.people = today, names, people
        self.currency = ""
        self.about_from, self.about_end = len(self.tokens), len(self.tokens)

    def read(self, currency: str) -> Line:
        self.currency = currency
        self._account(opening=True)
        find_clauses(self, self.today)
        for place in range(len(self.tokens)):
            if self.free(place):
                self._marked(place)
        self._happened()
        self._account(opening=False)
        self._find_about()
        self._kind()
        self._department()
        self._person()
        self._take_about()
        self.spans.sort(key=lambda span: span.start)
        return replace(self.line, spans=tuple(self.spans), rest=_rest(self.text, self.spans))

    # -- pieces with a mark or a form of their own ---------------------------------------------------

    def _marked(self, place: int) -> None:
        token = self.tokens[place]
        if self.line.rating is None and (rating := self._rating_at(place)):
            self.line = replace(self.line, rating=rating[0])
            self.take(Piece.RATING, place, rating[1])
        elif TAG.fullmatch(token.raw):
            if (tag := token.raw[1:]) not in self.line.tags:
                self.line = replace(self.line, tags=(*self.line.tags, tag))
            self.take(Piece.TAG, place, place + 1)
        elif token.raw.startswith("@") and self.line.person is None:
            if found := find_person(self.tokens, self.people, place, free=self.free, marked=True):
                self.line = replace(self.line, person=found.which)
                self.take(Piece.PERSON, place, found.end)
        elif self.line.amount is None and (order := self.words.order.at(self.tokens, place)):
            if not self._talked_about(place):
                self._amount(place, order[1])
        elif self.line.minutes is None and (talked := self._minutes_at(place)):
            self.line = replace(self.line, minutes=talked[0])
            self.take(Piece.MINUTES, place, talked[1])
        elif not self.line.department and (marked := self.words.department.at(self.tokens, place)):
            self._department_at(place, marked[1])

    def _talked_about(self, place: int) -> bool:
        return any(self.words.about.at(self.tokens, before) for before in range(max(place - 2, 0), place))

    def _rating_at(self, place: int) -> tuple[int, int] | None:
        if match := RATING.fullmatch(self.tokens[place].key):
            return int(match[1] or match[2]), place + 1
        rated = self.words.rated.at(self.tokens, place)
        if rated and rated[1] < len(self.tokens) and self.free(rated[1]):
            match = _SCORE.fullmatch(self.tokens[rated[1]].key)
            return (int(match[1]), rated[1] + 1) if match else None
        return None

    def _minutes_at(self, place: int) -> tuple[int, int] | None:
        match = _MINUTES.fullmatch(self.tokens[place].key)
        if match is None or (place and self.words.inside.at(self.tokens, place - 1)):
            return None
        end = place + 1
        if match[2]:
            if not self.words.minutes.of(match[2]):
                return None
        elif (unit := self.words.minutes.at(self.tokens, end)) and self.free(end):
            end = unit[1]
        else:
            return None
        late = end < len(self.tokens) and self.tokens[end].key in _NOT_TALKED
        minutes = int(match[1])
        return (minutes, end) if 1 <= minutes <= _LONGEST_CALL and not late else None

    def _amount(self, place: int, at: int) -> None:
        worth = self.words.worth.at(self.tokens, at)
        for start in (worth[1], at) if worth else (at,):
            found = read_amount(self.tokens, start, self.currency)
            if found and self.all_free(place, found[1]) and (found[0].currency or self._is_worth(place, found[1])):
                self.line = replace(self.line, amount=found[0])
                self.take(Piece.AMOUNT, place, found[1])
                return

    def _is_worth(self, start: int, end: int) -> bool:
        """Without a currency "order 1200 boxes" is a quantity, and "with their order 4711" names one."""
        before = self.tokens[start - 1].key if start else ""
        words = self.words
        tables = (words.with_, words.by, words.on, words.worth, words.one, words.last)
        named = before in _NAMING or any(table.of(before) for table in tables)
        return self.ends(end) and not named

    def _department_at(self, place: int, at: int) -> None:
        """After "dept" any word is a department; one that we know gets its usual name."""
        known = self.words.departments.at(self.tokens, at)
        end = known[1] if known else at + 1
        if end <= len(self.tokens) and self.all_free(at, end) and self.all_free(place, end):
            name = known[0] if known else self.said(at, end)
            if name:
                self.line = replace(self.line, department=name)
                self.take(Piece.DEPARTMENT, place, end)

    # -- when it happened ----------------------------------------------------------------------------

    def _happened(self) -> None:
        for place in range(len(self.tokens)):
            on = self.words.on.at(self.tokens, place)
            for at in (on[1], place) if on else (place,):
                found = past(self.tokens, at, self.today, self.words)
                if found and self.all_free(place, found.end) and self._is_when(found, place, on=at != place):
                    timed = clock(self.tokens, found.end, self.words)
                    end = timed[1] if timed and self.all_free(found.end, timed[1]) else found.end
                    self.line = replace(self.line, day=found.day, at=timed[0] if timed and end > found.end else None)
                    self.take(Piece.HAPPENED, place, end)
                    return

    def _is_when(self, found: When, place: int, *, on: bool) -> bool:
        """A weekday or "today" needs a time; a date needs that, "on", or an end of the line or a kind beside it."""
        if not found.loose or clock(self.tokens, found.end, self.words):
            return True
        token = self.tokens[found.end - 1]
        is_date = any(letter.isdigit() for letter in token.raw) or any(
            letter.isdigit() for letter in self.tokens[max(found.end - 2, place)].raw
        )
        # "14/10/2026" alone may be anything.
        ends = (place == 0 or found.end == len(self.tokens)) and "/" not in token.raw
        return is_date and (on or ends or self._is_beside_kind(place, found.end))

    def _is_beside_kind(self, start: int, end: int) -> bool:
        """ "call 3.11. about boxes", "3.11. call"."""
        before = (self.words.kinds.at(self.tokens, at) for at in range(max(start - 2, 0), start))
        return bool(self.words.kinds.at(self.tokens, end)) or any(kind and kind[1] == start for kind in before)

    # -- names ---------------------------------------------------------------------------------------

    def _account(self, *, opening: bool) -> None:
        """First names that open the line or hold a mark, since "Promise Bakery" promises nothing; then any."""
        if self.line.named is not None:
            return
        about = next((at for at in range(len(self.tokens)) if self.words.about.at(self.tokens, at)), len(self.tokens))
        found = find_account(
            self.tokens,
            self.names,
            free=self.free,
            weak=self._means_something,
            inside=lambda place: place > about,
        )
        if found is None or (opening and not self._is_sure(found)) or self._names_a_trade(found):
            return
        self.line = replace(self.line, named=found.which, account=self.said(found.start, found.end))
        self.take(Piece.ACCOUNT, found.start, found.end)

    def _is_sure(self, found: Named) -> bool:
        if found.whole < 2 or found.start == 0:
            return found.whole >= 2
        complete = found.whole == len(self.names.words[found.which])
        return complete and any(self.words.marks.at(self.tokens, at) for at in range(found.start, found.end))

    def _names_a_trade(self, found: Named) -> bool:
        """In "Bakery Newman", of many bakeries, the first word alone names none of them: it goes on as no name does."""
        if found.shared < _TRADE or found.end - found.start == len(self.names.words[found.which]):
            return False
        end = found.end
        goes_on = end < len(self.tokens) and self.free(end) and not self._means_something(end) and not self.ends(end)
        return found.start > 0 or goes_on

    def _means_something(self, place: int) -> bool:
        words = self.words
        return any(table.at(self.tokens, place) for table in (words.kinds, words.marks, words.about))

    def _person(self) -> None:
        """A first name outside of what it is about, with the "with" before it."""
        if self.line.person is not None:
            return
        for place in range(len(self.tokens)):
            with_ = self.words.with_.at(self.tokens, place)
            said_with = with_ is not None and self.all_free(place, with_[1])
            at = with_[1] if with_ and said_with else place
            if at >= len(self.tokens) or not self.all_free(place, at + 1) or self.refused[at]:
                continue
            if self._in_about(place) and not said_with:
                continue
            if found := find_person(self.tokens, self.people, at, free=self.free, marked=False):
                self.line = replace(self.line, person=found.which)
                self.take(Piece.PERSON, place, found.end)
                return

    # -- bare words ----------------------------------------------------------------------------------

    def _find_about(self) -> None:
        """Where "about" stands and how far it goes: up to the next piece."""
        for place in range(len(self.tokens)):
            about = self.words.about.at(self.tokens, place)
            if about and self.all_free(place, about[1]) and about[1] < len(self.tokens) and not self.taken(about[1]):
                end = about[1]
                while end < len(self.tokens) and not self.taken(end):
                    end += 1
                self.about_from, self.about_end = place, end
                return

    def _in_about(self, place: int) -> bool:
        return self.about_from <= place < self.about_end

    def _take_about(self) -> None:
        if self.about_from >= len(self.tokens):
            return
        start = self.words.about.at(self.tokens, self.about_from)
        end = next((at for at in range(self.about_from, self.about_end) if self.taken(at)), self.about_end)
        if start and end > start[1] and (said := self.said(start[1], end)):
            self.line = replace(self.line, about=said)
            self.take(Piece.ABOUT, self.about_from, end)

    def _kind(self) -> None:
        """The first kind outside of what it is about; a single letter or a "note" only where the line begins,
        or beside another piece."""
        for place in range(len(self.tokens)):
            kind = self.words.kinds.at(self.tokens, place)
            if kind is None or not self.all_free(place, kind[1]) or self._in_about(place):
                continue
            begins = place == 0 or self.taken(place - 1)
            letter = len(self.tokens[place].key) == 1
            if letter and not (place == 0 or self.piece_at[place - 1] is Piece.ACCOUNT):
                continue
            if kind[0] is InteractionKind.NOTE and not (begins or self.ends(kind[1])):
                continue
            self.line = replace(self.line, kind=kind[0])
            self.take(Piece.KIND, place, kind[1])
            return

    def _department(self) -> None:
        """A department's own word counts right before the kind: "support call"."""
        kind = next((at for at, piece in enumerate(self.piece_at) if piece is Piece.KIND), 0)
        if self.line.department or not kind or not self.free(kind - 1) or self._in_about(kind - 1):
            return
        known = self.words.departments.at(self.tokens, kind - 1)
        if known and known[1] == kind and (kind == 1 or self.taken(kind - 2)):
            self.line = replace(self.line, department=known[0])
            self.take(Piece.DEPARTMENT, kind - 1, kind)


def _rest(text: str, spans: Sequence[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts.append(text[at : span.start])
        at = span.end
    parts.append(text[at:])
    return " ".join(" ".join(parts).split())
