"""Finds where a text names one person, by full name, e-mail address or phone number, and takes the name out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from crm_desktop.domain.folding import fold, spellings

# A letter that carries its accent as a sign of its own is one word with what follows.
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_WIDEST_GAP = 3
_SHORTEST_PHONE = 7
_SHORTEST_WORD = 3
_BETWEEN = r"[\s().\/\-\u00a0\u2011]{0,3}"
_COUNTRY = 3
_DIGIT, _NO_DIGITS = re.compile("[0-9]"), re.compile("[^0-9]+")


@dataclass(frozen=True)
class Target:
    """Whom to find. ``everywhere``: the name is theirs alone, so that it is found in any text, not only in theirs.

    One may go by several names, addresses and numbers: those from before a change too.
    """

    names: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    everywhere: bool = True
    _emails: list[tuple[str, re.Pattern[str]]] = field(default_factory=list, compare=False, repr=False)
    _phones: list[tuple[str, re.Pattern[str]]] = field(default_factory=list, compare=False, repr=False)
    _parts: set[str] = field(default_factory=set, compare=False, repr=False)

    def __post_init__(self) -> None:
        for email in sorted(filter(None, map(str.strip, self.emails))):
            pattern = re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-])", re.IGNORECASE)
            self._emails.append((email.rpartition("@")[2].lower(), pattern))
        for phone in sorted(self.phones):
            forms = _forms(phone)
            if forms:
                self._phones.append((forms[-1], re.compile(_phone_pattern(forms))))
        self._parts.update(spelled for name in self.names for word in _name_words(name) for spelled in word)

    def spans(self, text: str, *, by_name: bool = True, by_one_name: bool = False) -> list[tuple[int, int]]:
        """Where the person is named. ``by_one_name``: also by the first or the last name alone, with a capital."""
        # What most texts lack is looked for first: a large book has millions of them.
        found = []
        if self._emails and "@" in text:
            lower = text.lower()
            found += [m.span() for domain, each in self._emails if domain in lower for m in each.finditer(text)]
        if self._phones and _DIGIT.search(text):
            digits = _NO_DIGITS.sub("", text)
            found += [m.span() for form, each in self._phones if form in digits for m in each.finditer(text)]
        if by_name and self._may_name(text):
            found += self._by_name(text, by_one_name)
        return _joined(found)

    def _may_name(self, text: str) -> bool:
        if text.isascii():
            lower = text.lower()
            return any(part in lower for part in self._parts)
        return any(part in spelled for spelled in spellings(fold(text)) for part in self._parts)

    def _by_name(self, text: str, by_one_name: bool) -> list[tuple[int, int]]:
        sequences = _sequences(self.names)
        parts = self._parts
        tokens = [(match, _spelled(match.group())) for match in _WORD.finditer(text)]
        found = []
        for at in range(len(tokens)):
            for sequence in sequences:
                if _fits(text, tokens[at : at + len(sequence)], sequence):
                    found.append((tokens[at][0].start(), tokens[at + len(sequence) - 1][0].end()))
        if by_one_name:
            found += [
                match.span()
                for match, spelled in tokens
                if spelled & parts and len(match.group()) >= _SHORTEST_WORD and match.group()[0].isupper()
            ]
        return found

    def without(self, text: str, mark: str, *, by_name: bool = True, by_one_name: bool = False) -> tuple[str, int]:
        """The text with ``mark`` in the place of the person, and how many places there were.

        Inside a text that is JSON the strings are looked at one by one, so that it stays JSON.
        """

        def take_out(plain: str) -> tuple[str, int]:
            spans = self.spans(plain, by_name=by_name, by_one_name=by_one_name)
            for start, end in reversed(spans):
                plain = plain[:start] + mark + plain[end:]
            return plain, len(spans)

        if text[:1] in ("{", "[", '"'):
            try:
                value = json.loads(text)
            except (ValueError, RecursionError):
                return take_out(text)
            value, count = _in_json(value, take_out)
            return (json.dumps(value, ensure_ascii=False), count) if count else (text, 0)
        return take_out(text)


def _in_json(value: Any, take_out: Callable[[str], tuple[str, int]]) -> tuple[Any, int]:
    if isinstance(value, str):
        return take_out(value)
    if isinstance(value, list):
        items = [_in_json(item, take_out) for item in value]
        return [item for item, _ in items], sum(count for _, count in items)
    if isinstance(value, dict):
        pairs = [(take_out(key), _in_json(item, take_out)) for key, item in value.items()]
        return {key[0]: item[0] for key, item in pairs}, sum(key[1] + item[1] for key, item in pairs)
    return value, 0


@lru_cache(50_000)
def _spelled(word: str) -> frozenset[str]:
    return frozenset(spellings(fold(word)))


def _name_words(name: str) -> list[frozenset[str]]:
    return [_spelled(word) for word in _WORD.findall(name)]


@lru_cache(8)
def _sequences(names: frozenset[str]) -> tuple[tuple[frozenset[str], ...], ...]:
    """The orders in which a name is written: Ana Maria Novak, Novak Ana Maria. A single word counts as a name."""
    found: dict[tuple[frozenset[str], ...], None] = {}
    for name in names:
        words = tuple(_name_words(name))
        if words:
            found[words] = None
            found[(words[-1], *words[:-1])] = None
            if len(words) > 2:
                found[(words[0], words[-1])] = None
    return tuple(sorted(found, key=len, reverse=True))


def _fits(text: str, tokens: list[tuple[re.Match[str], frozenset[str]]], sequence: tuple[frozenset[str], ...]) -> bool:
    if len(tokens) < len(sequence):
        return False
    ends = pairwise(tokens)
    return all(spelled & wanted for (_, spelled), wanted in zip(tokens, sequence, strict=True)) and all(
        one.end() + _WIDEST_GAP >= other.start() and "\n\n" not in text[one.end() : other.start()]
        for (one, _), (other, _) in ends
    )


def _forms(phone: str) -> list[str]:
    """The digits of a number, with and without those that may be its country, the longest first; none if too short."""
    international = phone.strip().startswith(("+", "00"))
    digits = "".join(c for c in phone if c.isascii() and c.isdigit()).lstrip("0")
    forms = [digits, *(digits[length:] for length in range(1, _COUNTRY + 1))] if international else [digits]
    return [form for form in dict.fromkeys(forms) if len(form) >= _SHORTEST_PHONE]


def _phone_pattern(forms: list[str]) -> str:
    """One of the forms, with or without a country in front, with any signs between its digits."""
    front = rf"(?:(?:\+|00){_BETWEEN}(?:\d{_BETWEEN}){{1,{_COUNTRY}}})?\(?0?\)?{_BETWEEN}"
    return rf"(?<!\d)(?=[\d+(]){front}(?:{'|'.join(_BETWEEN.join(form) for form in forms)})(?!\d)"


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ascending, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
