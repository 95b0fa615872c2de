"""Which accounts a person wants to see, as data: terms such as "tier A or B", and words of the name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from crm_desktop.domain.kinds import Tier
from crm_desktop.domain.satisfaction import Band
from crm_desktop.domain.signals import Standing


class Field(StrEnum):
    """What an account can be filtered by."""

    TIER = "tier"
    RHYTHM = "rhythm"
    OWNER = "owner"
    TAG = "tag"
    INDUSTRY = "industry"
    RATING = "rating"
    SILENT = "silent"
    NO_CONTACT = "no_contact"
    NOT_RATED = "not_rated"
    NEW = "new"
    PROMISE = "promise"
    FOLLOW_UP = "follow_up"
    ARCHIVED = "archived"
    UNKNOWN = "unknown"
    """Something that is no filter; it is shown as a mistake and lets every account through."""


ME, NOBODY = "@me", "@nobody"
"""Owners that are no names: who sits here, and none at all."""
NEVER, OPEN, LATE, NONE, YES = "never", "open", "late", "none", "yes"

CHOICES: Mapping[Field, tuple[str, ...]] = {
    Field.TIER: tuple(map(str, Tier)),
    Field.RHYTHM: tuple(map(str, Standing)),
    Field.RATING: (*map(str, reversed(Band)), NEVER),
    Field.PROMISE: (OPEN, LATE),
    Field.FOLLOW_UP: (OPEN, LATE, NONE),
    Field.ARCHIVED: (YES,),
}
"""Fields whose values are known beforehand."""
NAMES = (Field.OWNER, Field.TAG, Field.INDUSTRY)
"""Fields whose values are what people typed."""
DAYS = (Field.SILENT, Field.NO_CONTACT, Field.NOT_RATED, Field.NEW)
"""Fields whose one value is a number of days."""
MOST_DAYS = 36_500
_LONGEST = 500


class Term(NamedTuple):
    """One token: a field and its values, any of which will do."""

    field: Field
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Every term must hold; ``text`` is looked for in names, people and numbers. Without anything: all accounts."""

    terms: tuple[Term, ...] = ()
    text: str = ""

    def with_term(self, term: Term) -> AccountFilter:
        """One term more: another value of a field that is there joins it, another number of days replaces it."""
        place = next((i for i, each in enumerate(self.terms) if each.field == term.field), None)
        if place is None or term.field is Field.UNKNOWN:
            return replace(self, terms=(*self.terms, term))
        there = self.terms[place]
        values = term.values if term.field in DAYS else tuple(dict.fromkeys((*there.values, *term.values)))
        return replace(self, terms=(*self.terms[:place], Term(term.field, values), *self.terms[place + 1 :]))

    def without(self, place: int) -> AccountFilter:
        """One term less."""
        return replace(self, terms=(*self.terms[:place], *self.terms[place + 1 :]))

    def same_as(self, other: AccountFilter) -> bool:
        """The order of terms and of their values says nothing."""
        mine, theirs = ({(t.field, frozenset(t.values)) for t in each.terms} for each in (self, other))
        return mine == theirs and self.text.split() == other.text.split()

    def as_json(self) -> dict[str, Any]:
        """As it is kept with a view."""
        stored: dict[str, Any] = {"terms": [[str(term.field), list(term.values)] for term in self.terms]}
        return {**stored, "text": self.text} if self.text else stored


def from_json(stored: Any) -> AccountFilter:
    """A filter as it was kept; what a newer or a damaged file says and nobody understands is an unknown term."""
    if not isinstance(stored, dict):
        return AccountFilter()
    terms, text = stored.get("terms", []), stored.get("text", "")
    kept = tuple(_term(each) for each in terms) if isinstance(terms, list) else ()
    return AccountFilter(kept, text if isinstance(text, str) else "")


def _term(stored: Any) -> Term:
    if isinstance(stored, list) and len(stored) == 2 and isinstance(stored[1], list):
        field, values = stored[0], [value for value in stored[1] if isinstance(value, str) and len(value) <= _LONGEST]
        if field in tuple(Field) and values and len(values) == len(stored[1]) and makes_sense(Field(field), values):
            return Term(Field(field), tuple(values))
        return Term(Field.UNKNOWN, (f"{field}: {', '.join(values)}"[:_LONGEST],))
    return Term(Field.UNKNOWN, (str(stored)[:_LONGEST],))


def makes_sense(field: Field, values: Sequence[str]) -> bool:
    """Whether these are values of the field."""
    if field in CHOICES:
        return all(value in CHOICES[field] for value in values)
    if field in DAYS:
        return len(values) == 1 and values[0].isascii() and values[0].isdigit() and 0 < int(values[0]) <= MOST_DAYS
    return all(value.strip() for value in values)
