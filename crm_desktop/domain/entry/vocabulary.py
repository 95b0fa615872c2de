"""The words of a language beside the English ones, folded and ready to be looked up."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from crm_desktop.domain.entry.tokens import Token, key_of
from crm_desktop.domain.entry.words import ENGLISH, LANGUAGES, Said
from crm_desktop.domain.folding import spellings
from crm_desktop.domain.kinds import InteractionKind

Value = TypeVar("Value")
Ahead = tuple[int, str]
"""So many days, weeks or months from today."""


class Phrases(Generic[Value]):
    """Forms of one or more words, and what each means; whoever comes first keeps a form."""

    def __init__(self, forms: Iterable[tuple[str, Value]]) -> None:
        self._values: dict[tuple[str, ...], Value] = {}
        for form, value in forms:
            for typed in _typed(form):
                self._values.setdefault(typed, value)
        self._longest = max((len(form) for form in self._values), default=0)
        self._first = {form[0] for form in self._values}

    def at(self, tokens: Sequence[Token], place: int) -> tuple[Value, int] | None:
        """What the words from here on mean, the longest form first, and the place behind it."""
        if place >= len(tokens) or tokens[place].key not in self._first:
            return None
        for length in range(min(self._longest, len(tokens) - place), 0, -1):
            typed = tuple(token.key for token in tokens[place : place + length])
            if typed in self._values:
                return self._values[typed], place + length
        return None

    def of(self, word: str) -> Value | None:
        """What one word means."""
        return self._values.get((word,))


def _typed(form: str) -> list[tuple[str, ...]]:
    """The ways in which a form is typed: in its own script and in Latin letters."""
    words = [[form_of for form_of in spellings(key_of(word)) if form_of] for word in form.split()]
    return list(itertools.islice(itertools.product(*words), 64))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that the grammar looks up. The canonical words of the language are what is offered."""

    weekdays: Phrases[int]
    months: Phrases[int]
    days: Phrases[Ahead]
    next: Phrases[bool]
    last: Phrases[bool]
    inside: Phrases[bool]
    ago_before: Phrases[bool]
    ago_after: Phrases[bool]
    one: Phrases[bool]
    few: Phrases[int]
    units: Phrases[str]
    on: Phrases[bool]
    at: Phrases[bool]
    by: Phrases[bool]
    marks: Phrases[str]
    """"promise", "they_promise" or "follow_up"."""
    about: Phrases[bool]
    with_: Phrases[bool]
    rated: Phrases[bool]
    minutes: Phrases[bool]
    order: Phrases[bool]
    worth: Phrases[bool]
    department: Phrases[bool]
    departments: Phrases[str]
    kinds: Phrases[InteractionKind]
    no_answer: Phrases[bool]
    offered: Said
    """The language itself."""


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language (a code such as "sl") and of English."""
    own = LANGUAGES.get(language, ENGLISH)
    both = (own, ENGLISH)

    def said(concept: str) -> Phrases[bool]:
        return Phrases((form, True) for each in both for form in _forms(each[concept]))  # type: ignore[literal-required]

    def listed(concept: str) -> Phrases[int]:
        return Phrases(
            (form, place)
            for each in both
            for place, forms in enumerate(each[concept])  # type: ignore[literal-required]
            for form in _forms(forms)
        )

    def mapped(concept: str) -> Phrases[str]:
        return Phrases(
            (form, meaning)
            for each in both
            for meaning, forms in each[concept].items()  # type: ignore[literal-required]
            for form in _forms(forms)
        )

    return Vocabulary(
        weekdays=listed("weekdays"),
        months=listed("months"),
        days=Phrases(pair for each in both for pair in _days(each)),
        **{
            name: said(name)
            for name in (
                "next", "last", "inside", "ago_before", "ago_after", "one", "on", "at", "by", "about", "with_",
                "rated", "minutes", "order", "worth", "department", "no_answer",
            )
        },
        few=Phrases((form, count) for each in both for count, forms in each["few"].items() for form in _forms(forms)),
        units=mapped("units"),
        marks=Phrases(
            (form, mark)
            for each in both
            for mark in ("they_promise", "promise", "follow_up")
            for form in _forms(each[mark])
        ),
        departments=mapped("departments"),
        kinds=Phrases(
            (form, InteractionKind(kind))
            for each in both
            for kind, forms in each["kinds"].items()
            for form in _forms(forms)
        ),
        offered=own,
    )  # fmt: skip


def _days(said: Said) -> Iterable[tuple[str, Ahead]]:
    for count, forms in said["days"].items():
        yield from ((form, (count, "day")) for form in _forms(forms))
    yield from ((form, (1, "week")) for form in _forms(said["next_week"]))
    yield from ((form, (1, "month")) for form in _forms(said["next_month"]))
    yield from ((form, (-1, "week")) for form in _forms(said["last_week"]))
    yield from ((form, (-1, "month")) for form in _forms(said["last_month"]))


def _forms(text: str) -> list[str]:
    return [form.strip() for form in text.split(",") if form.strip()]


def first_form(text: str) -> str:
    """The form that is offered."""
    return _forms(text)[0]
