"""A filter of accounts in words: what its tokens say, the sentence of the whole, and what typed words may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.domain.account_filter import (
    CHOICES,
    DAYS,
    LATE,
    ME,
    MOST_DAYS,
    NAMES,
    NEVER,
    NOBODY,
    NONE,
    OPEN,
    AccountFilter,
    Field,
    Term,
)
from crm_desktop.domain.folding import fold, words
from crm_desktop.domain.satisfaction import Band
from crm_desktop.domain.signals import Standing
from crm_desktop.i18n import current_language, tr, tr_n
from crm_desktop.storage.store import Store

MOST_OFFERED = 8
_MOST_NAMES = 300
_USUAL_DAYS = ("30", "60", "90", "365")
_NUMBER = re.compile(r"\d{1,5}")


class Vocabulary(NamedTuple):
    """The names that people typed, the most used first; ``me`` is who sits here, if they said so."""

    owners: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    me: str = ""

    def of(self, field: Field) -> tuple[str, ...]:
        """The values of one field."""
        who = ((ME,) if self.me else ()) + ((NOBODY,) if self.owners else ())
        return {Field.OWNER: (*who, *self.owners), Field.TAG: self.tags, Field.INDUSTRY: self.industries}[field]


def vocabulary(store: Store, me: str) -> Vocabulary:
    """Reads the names that are in use."""

    def used(column: str) -> tuple[str, ...]:
        rows = store.rows(
            f"""SELECT {column} FROM account WHERE deleted_at IS NULL AND {column} <> '' GROUP BY {column}
            ORDER BY count(*) DESC, {column} LIMIT ?""",
            (_MOST_NAMES,),
        )
        return tuple(value for (value,) in rows)

    tags = store.rows(
        """SELECT t.value FROM account a, json_each(a.tags) t WHERE a.deleted_at IS NULL AND a.tags <> '[]'
        GROUP BY t.value ORDER BY count(*) DESC, t.value LIMIT ?""",
        (_MOST_NAMES,),
    )
    return Vocabulary(used("owner"), tuple(str(tag) for (tag,) in tags), used("industry"), me)


# -- what a token says -----------------------------------------------------------------------------


def field_word(field: Field) -> str:
    """The first part of a token: what is asked about."""
    return {
        Field.TIER: tr("tier"),
        Field.RHYTHM: tr("rhythm"),
        Field.OWNER: tr("owner"),
        Field.TAG: tr("tag"),
        Field.INDUSTRY: tr("industry"),
        Field.RATING: tr("rating"),
        Field.SILENT: tr("silent for more than"),
        Field.NO_CONTACT: tr("no contact for"),
        Field.NOT_RATED: tr("not rated for"),
        Field.NEW: tr("new in the last"),
        Field.PROMISE: tr("promise"),
        Field.FOLLOW_UP: tr("follow-up"),
        Field.ARCHIVED: tr("archived"),
        Field.UNKNOWN: tr("unknown filter"),
    }[field]


def value_word(field: Field, value: str) -> str:
    """The second part: one value as people say it."""
    if field in DAYS:
        return tr_n("{n} day", "{n} days", int(value))
    named = {
        (Field.RHYTHM, Standing.SLIPPING): tr("slipping"),
        (Field.RHYTHM, Standing.SLOWING): tr("slowing"),
        (Field.RHYTHM, Standing.STEADY): tr("on rhythm"),
        (Field.RHYTHM, Standing.GROWING): tr("growing"),
        (Field.RHYTHM, Standing.LEARNING): tr("still learning"),
        (Field.RHYTHM, Standing.LEFT): tr("left"),
        (Field.OWNER, ME): tr("me"),
        (Field.OWNER, NOBODY): tr("nobody"),
        (Field.RATING, Band.AT_RISK): tr("at risk"),
        (Field.RATING, Band.SATISFIED): tr("satisfied"),
        (Field.RATING, Band.ADVOCATE): tr("advocate"),
        (Field.RATING, NEVER): tr("not asked"),
        (Field.PROMISE, OPEN): tr("open"),
        (Field.PROMISE, LATE): tr("overdue"),
        (Field.FOLLOW_UP, OPEN): tr("open"),
        (Field.FOLLOW_UP, LATE): tr("overdue"),
        (Field.FOLLOW_UP, NONE): tr("none"),
    }
    return "" if field is Field.ARCHIVED else named.get((field, value), value)


def values_text(term: Term) -> str:
    """All values of a term, as its token shows them."""
    return ", ".join(text for value in term.values if (text := value_word(term.field, value)))


def sentence(wanted: AccountFilter) -> str:
    """The whole filter for a person: "Tier A or B, rhythm slipping, owner Ana"; all accounts without any term."""
    parts = [_phrase(term) for term in wanted.terms if term.field is not Field.UNKNOWN]
    text = " ".join(wanted.text.split())
    if text:
        parts.append(tr("named “{text}”", text=text))
    whole = ", ".join(parts) or tr("all accounts")
    return whole[:1].upper() + whole[1:]


def _phrase(term: Term) -> str:
    values = [value_word(term.field, value) for value in term.values]
    if not any(values):
        return field_word(term.field)
    several = values[0] if len(values) == 1 else tr("{some} or {last}", some=", ".join(values[:-1]), last=values[-1])
    return f"{field_word(term.field)} {several}"


# -- what typed words mean -------------------------------------------------------------------------


class Offer(NamedTuple):
    """A term that the typed words may mean; ``meant`` when they say exactly that, with its field."""

    term: Term
    meant: bool

    @property
    def text(self) -> str:
        """As the list of suggestions says it."""
        return f"{field_word(self.term.field)} {values_text(self.term)}".strip()


def offers(text: str, known: Vocabulary, wanted: AccountFilter) -> list[Offer]:
    """The filters that typed words may mean, best first; what is set already is not offered again.

    Each word typed begins a word of the filter, in English or in the language of the window.
    """
    typed = words(text)
    if not typed:
        return []
    found, language = [], current_language()
    for term in _terms(known, _number_in(typed)):
        if any(each.field == term.field and set(term.values) <= set(each.values) for each in wanted.terms):
            continue
        own = _words_of(term, language)
        if all(f" {each}" in own for each in typed):
            found.append(Offer(term, _says(typed, text, term)))
    found.sort(key=lambda offer: not offer.meant)
    return found[:MOST_OFFERED]


def meant(text: str, known: Vocabulary) -> Term | None:
    """The term that a text says in full, field and value ("tier a", "silent: 30"); else ``None``."""
    return _meant(text, known, current_language())


@lru_cache(maxsize=16)  # asked for several times with every key press
def _meant(text: str, known: Vocabulary, _language: str) -> Term | None:
    typed = words(text)
    if len(typed) < 2 and Field.ARCHIVED not in _fields_named(typed):
        return None
    return next((term for term in _terms(known, _number_in(typed)) if _says(typed, text, term)), None)


def unknown(text: str) -> Term | None:
    """What looks like a filter and is none: "colour: red"."""
    clean = " ".join(text.split())
    name, colon, value = clean.partition(":")
    if colon and name.strip() and value.strip() and not value.startswith("//"):
        return Term(Field.UNKNOWN, (clean,))
    return None


def _terms(known: Vocabulary, number: str) -> Iterator[Term]:
    for field, values in CHOICES.items():
        yield from (Term(field, (value,)) for value in values)
    for field in DAYS:
        yield from (Term(field, (days,)) for days in ((number,) if number else _USUAL_DAYS))
    for field in NAMES:
        yield from (Term(field, (value,)) for value in known.of(field))


def _number_in(typed: Sequence[str]) -> str:
    numbers = [word for word in typed if _NUMBER.fullmatch(word) and word.isascii() and 0 < int(word) <= MOST_DAYS]
    return str(int(numbers[0])) if len(numbers) == 1 else ""


# What is typed for a field beside its word in the language of the window.
_SHORT = {
    Field.TIER: "tier",
    Field.RHYTHM: "rhythm",
    Field.OWNER: "owner",
    Field.TAG: "tag",
    Field.INDUSTRY: "industry",
    Field.RATING: "rating",
    Field.SILENT: "silent for more than",
    Field.NO_CONTACT: "no contact for",
    Field.NOT_RATED: "not rated for",
    Field.NEW: "new in the last",
    Field.PROMISE: "promise",
    Field.FOLLOW_UP: "follow-up",
    Field.ARCHIVED: "archived",
}
_FILLING = frozenset({"for", "more", "than", "in", "the", "last", "days", "day"})


# Asked for with every key press for every filter there is.


@lru_cache(maxsize=2_000)
def _words_of(term: Term, language: str) -> str:
    """What may be typed for a filter: the words of its field and of its value, a space before each."""
    value = term.values[0]
    phrases = [word for phrase, _core in _phrases(term.field, language) for word in phrase]
    return "".join(f" {word}" for word in (*phrases, *words(value), *_value_words(term.field, value, language)))


@lru_cache(maxsize=200)
def _phrases(field: Field, _language: str) -> tuple[tuple[list[str], list[str]], ...]:
    """The words that begin a filter of the field, in English and in the language; each whole and without filling."""
    short, spoken = words(_SHORT[field]), words(field_word(field))
    core = [word for word in short if word not in _FILLING]
    return ((short, core),) if spoken == short else ((short, core), (spoken, spoken))


@lru_cache(maxsize=2_000)
def _value_words(field: Field, value: str, _language: str) -> tuple[str, ...]:
    return tuple(words(value_word(field, value)))


def _fields_named(typed: Sequence[str]) -> list[Field]:
    return [field for field in _SHORT if _rest_after(typed, field) is not None]


def _rest_after(typed: Sequence[str], field: Field) -> list[str] | None:
    """What follows the field's words at the beginning; ``None`` when it does not begin with them."""
    for phrase, core in _phrases(field, current_language()):
        for length in (len(phrase), len(core)):
            if length and list(typed[:length]) == phrase[:length]:
                return [word for word in typed[length:] if field not in DAYS or word not in _FILLING]
    return None


def _says(typed: Sequence[str], text: str, term: Term) -> bool:
    rest = _rest_after(typed, term.field)
    if rest is None:
        return False
    if term.field is Field.ARCHIVED:
        return not rest
    value = term.values[0]
    spoken = [words(value), [*_value_words(term.field, value, current_language())]]
    if term.field in DAYS:
        return rest in ([value], [value, *spoken[1][1:]])
    return bool(rest) and (rest in spoken or fold(" ".join(rest)) == fold(value))
