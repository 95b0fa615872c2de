"""Tells the code page of a text from its letters, where only one can be meant; never by what is merely likely.

A code page is possible when the letters it would put into every word belong to the alphabet of one language that it
serves, capitals stand where capitals stand, and no word mixes two scripts. A list of customers has names of several
languages: a page that needs two more of them than another is not meant. What the others read differently is not told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

_MOST_WORDS = 20_000
_LONGEST_WORD = 200
_CHUNK = 1 << 20
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_MULTIBYTE = re.compile(rb"[\xc3-\xcf\xd0-\xd4][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_SIGNS = frozenset("€‚„…‘’“”•–—™©®«»°±·§№¦\N{NO-BREAK SPACE}\N{SOFT HYPHEN}£¥´¨`ºª¿¡½¼¾²³µ†‡‰‹›")
_NEVER_BEFORE = tuple("’®©§°¦±")  # a letter: there it is a letter of another page

# Letters beyond a to z, by language, of the pages that people's tables are in.
_CENTRAL = ("čćđšž", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ")
_WESTERN = (
    "æøåéèêóòô", "åäöé", "àâæçèéêëîïôœùûüÿ", "àèéìíîòóùú", "áéíñóúüç", "áâãàçéêíóôõúü", "áðéíóúýþæö", "éëïóöüè",
)  # fmt: skip
_BALTIC = ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž")
_GUESTS = "äöüßé"  # of German and French names, which stand in everyone's tables
_GREEK = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",)
_CYRILLIC = (
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "абвгдђежзијклљмнњопрстћуфхцчџш",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
)
_PAGES: dict[str, tuple[str, ...]] = {
    "cp1250": _CENTRAL,
    "cp1251": _CYRILLIC,
    "cp1252": _WESTERN,
    "cp1253": _GREEK,
    "cp1257": _BALTIC,
    "iso8859-2": _CENTRAL,
    "iso8859-7": _GREEK,
    "koi8-u": _CYRILLIC,
    "cp852": _CENTRAL,
    "cp437": _WESTERN,
}
_VOWELS = frozenset("aeiouyαεηιουωάέήίόύώϊϋΐΰаеєиіїоуюяёыэ")
_WORDLESS_SHARE = 0.2
_ODD_SHARE = 0.02
_TELLING = 4  # so many words of one language are no chance
_INSIDE = re.compile(r"[^\W\d_][§°©®±¦¼½¾²³£¥€¿¡†‡‰‹›«»„“”…•][^\W\d_]")


class Told(NamedTuple):
    """The pages that a text can be in, each with a word of it as read so; one page alone is certain."""

    samples: dict[str, str]

    @property
    def encoding(self) -> str | None:
        """The only page that can be meant."""
        return next(iter(self.samples)) if len(self.samples) == 1 else None


def told_by_letters(path: Path) -> Told:
    """What the words of a file tell. None, when it is damaged UTF-8 or no page makes sense of it."""
    words = _words(path)
    if any(_MULTIBYTE.fullmatch(run) for word in words for run in re.findall(rb"[\x80-\xff]+", word)):
        return Told({})
    readings: dict[tuple[str, ...], tuple[str, int]] = {}
    for page in _PAGES:
        try:
            read = tuple(word.decode(page) for word in words)
        except UnicodeDecodeError:
            continue
        if read not in readings and _reads_as_words(read) and (languages := _languages(read, _PAGES[page])) is not None:
            readings[read] = page, languages
    fewest = min((languages for _, languages in readings.values()), default=0)
    possible = {
        read: page for read, (page, languages) in readings.items() if len(read) < _TELLING or languages <= fewest + 1
    }
    differing = _differing(list(possible))
    return Told({page: read[differing] for read, page in possible.items()})


def _differing(readings: list[tuple[str, ...]]) -> int:
    """The place of a word that the pages read most differently."""
    if not readings:
        return 0
    return max(range(len(readings[0])), key=lambda place: (len({read[place] for read in readings}), -place))


def _words(path: Path) -> list[bytes]:
    """The different words of a file that have letters beyond ASCII."""
    words: dict[bytes, None] = {}
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            chunk += file.readline(_CHUNK)
            for word in _WORD.findall(chunk):
                if not word.isascii():
                    words.setdefault(word[:_LONGEST_WORD])
            if len(words) > _MOST_WORDS:
                break
    return list(words)


def _languages(words: Iterable[str], alphabets: tuple[str, ...]) -> int | None:
    """The fewest languages that all these words can be of, each of one; ``None`` when a word is of none."""
    guests = _GUESTS if alphabets not in (_GREEK, _CYRILLIC) else ""
    needed = {
        frozenset(c for c in word.lower() if c.isalpha() and not c.isascii() and c not in guests) for word in words
    }
    served = {
        frozenset(at for at, alphabet in enumerate(alphabets) if letters <= {*alphabet})
        for letters in needed - {frozenset()}
    }
    for number in range(len(alphabets) + 1):
        if any(
            all(map(served_by.__and__, served))
            for served_by in map(frozenset, combinations(range(len(alphabets)), number))
        ):
            return number
    return None


def _reads_as_words(words: Iterable[str]) -> bool:
    """Letters and the usual signs, words with vowels, capitals where they stand."""
    counted = odd = long = voiceless = 0
    for text in words:
        if any(not letter.isalpha() and letter not in _SIGNS for letter in text):
            return False
        odd += (text[:1] in _NEVER_BEFORE and text[1:2].isalpha()) or _INSIDE.search(text) is not None
        for word in re.split(r"[\W_]", text):
            if word and not word.isascii():
                counted += 1
                odd += _is_odd(word)
                if len(word) > 2:
                    long += 1
                    voiceless += _VOWELS.isdisjoint(_plain(word))
    return odd <= counted * _ODD_SHARE and voiceless <= max(long * _WORDLESS_SHARE, 1)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFD", word.lower()) + word.lower()


def _is_odd(word: str) -> bool:
    """Two scripts in one word, a capital after a small letter, a small one among capitals, a wrong final sigma."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in word if letter not in "µºª"}
    if len(scripts) > 1 or "ς" in word[:-1]:
        return True
    for place in range(1, len(word)):
        letter, before = word[place], word[place - 1]
        if letter.isascii() and before.isascii():
            continue
        if letter.isupper() and before.islower():
            return True
        if letter.islower() and place > 1 and before.isupper() and word[place - 2].isupper():
            return True
    return False
