"""Names for firms and people: natural ones first, and never the same firm twice, however large the book."""

from __future__ import annotations

import re
from random import Random
from typing import NamedTuple

from crm_desktop.domain.folding import fold, spellings
from crm_desktop.domain.sample.lexicon import Lexicon
from crm_desktop.domain.sample.lexicon_north_south import LANGUAGES

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_HASH = re.compile("#")


class Firm(NamedTuple):
    """A firm's name and what goes with it."""

    name: str
    industry: str
    family: str
    """The surname it is named after ("his/hers" where they differ), or empty."""
    city: str
    post: str
    domain: str


class Person(NamedTuple):
    """A person's name."""

    name: str
    first: str
    email: str


class FirmNames:
    """Names by number: the same number gives the same name, another number another one.

    Every surname and word of a language is used once before any comes again with another trade; then the place
    joins the name, and last a partner's surname.
    """

    def __init__(self, lexicon: Lexicon, random: Random) -> None:
        self.lexicon = lexicon
        stems = [(surname, True) for surname in lexicon.surnames] + [(word, False) for word in lexicon.words]
        random.shuffle(stems)
        self._stems = stems

    def firm(self, number: int, random: Random) -> Firm:
        """The firm of this number (from 0); ``random`` chooses the place and the legal form only."""
        lexicon = self.lexicon
        turn, position = divmod(number, len(self._stems))
        stem, is_surname = self._stems[position]
        families = lexicon.families if is_surname else ()
        trades, places = len(lexicon.trades), len(lexicon.places)
        short = trades + len(families)
        place, partner = None, ""
        if turn < short:
            choice = (turn + position * 5) % short
        else:
            turn, nth_place = divmod(turn - short, places)
            turn, choice = divmod(turn, trades)
            place = lexicon.places[(nth_place + position * 3) % places]
            choice = (choice + position * 5) % trades
            if turn:
                partner = lexicon.surnames[turn - 1]
        in_name = _firm_form(stem) if is_surname else stem
        if partner:
            in_name = f"{in_name} & {_firm_form(partner)}"
        if choice < trades:
            trade, industry = lexicon.trades[choice]
            name = f"{trade} {in_name}" if lexicon.trade_first else f"{in_name} {trade}"
        else:
            industry = lexicon.trades[int(random.random() * trades)][1]
            name = families[choice - trades].format(in_name)
        city, city_in_name, post = place or lexicon.places[int(random.random() * places)]
        if place:
            name = f"{name} {city_in_name}"
        legal = lexicon.legal[int(random.random() * len(lexicon.legal))]
        return Firm(legal.format(name), industry, stem if is_surname else "", city, post, f"{plain(name, '-')}.example")


def person(lexicon: Lexicon, domain: str, random: Random, family: str = "") -> Person:
    """Somebody who works at ``domain``; of this ``family`` if given."""
    woman = random.random() < 0.5
    names = lexicon.women if woman else lexicon.men
    first = names[int(random.random() * len(names))]
    surname = family or lexicon.surnames[int(random.random() * len(lexicon.surnames))]
    his, _, hers = surname.partition("/")
    name = f"{first} {hers if woman and hers else his}"
    return Person(name, first, f"{plain(name, '.')}@{domain}")


def number_like(patterns: tuple[str, ...], random: Random) -> str:
    """A telephone number of one of these shapes."""
    pattern = patterns[int(random.random() * len(patterns))]
    return _HASH.sub(lambda _: str(int(random.random() * 10)), pattern)


def plain(name: str, joint: str) -> str:
    """A name in small Latin letters, its words joined: as in a mail address."""
    return _NOT_PLAIN.sub(joint, spellings(fold(name.replace("’", "")))[-1]).strip(joint)


def _firm_form(surname: str) -> str:
    return surname.rpartition("/")[2]


__all__ = ["LANGUAGES", "Firm", "FirmNames", "Person", "number_like", "person", "plain"]
