"""Folds names so that accents and script do not matter: "kovac" finds Kovač, "papadaki" Παπαδάκη."""

from __future__ import annotations

import re
import unicodedata

# Letters that no Unicode decomposition takes apart.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n"}
)


def _table(*alphabets: tuple[str, str]) -> dict[int, str]:
    return {
        ord(letter): latin.replace("_", "")
        for letters, latins in alphabets
        for letter, latin in zip(letters, latins.split(), strict=True)
    }


# The ways in which people write Greek and Cyrillic on a Latin keyboard: the official Ukrainian and Greek one,
# and the Serbian and everyday one. Both are indexed, so that either finds the name.
_OFFICIAL = _table(
    ("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o"),
    ("абвгґдеєжзиіїйклмноп", "a b v h g d e ie zh z y i i i k l m n o p"),
    ("рстуфхцчшщьюяыэъё", "r s t u f kh ts ch sh shch _ iu ia y e _ e"),
    ("ђјљњћџ", "dj j lj nj c dz"),
)
_EVERYDAY = _table(
    ("αβγδεζηθικλμνξοπρσςτυφχψω", "a b g d e z i th i k l m n x o p r s s t u ph h ps o"),
    ("абвгґдеєжзиіїйклмноп", "a b v g g d e ye z z i i i i k l m n o p"),
    ("рстуфхцчшщьюяыэъё", "r s t u f h c c s sc _ yu ya i e _ e"),
    ("ђјљњћџ", "dj j lj nj c dz"),
)
_SPELLINGS = (_OFFICIAL, _EVERYDAY, {**_EVERYDAY, ord("ђ"): "d"})
# Marks that nobody sees: zero-width spaces and what turns the direction of writing; not the joiners of emoji.
_UNSEEN = dict.fromkeys(
    [0x200B, 0x200E, 0x200F, 0x2060, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_GREEK_OU = "ου"
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower-cased, without accents, unseen marks and with single spaces; the script stays. Idempotent."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    return " ".join(kept.replace("ς", "σ").translate(_UNSEEN).split())


def spellings(folded: str) -> list[str]:
    """A folded text in its own script and in the Latin letters that people type for it."""
    if folded.isascii():
        return [folded]
    joined = folded.replace(_GREEK_OU, "ou")
    return list(dict.fromkeys([folded, *(joined.translate(table) for table in _SPELLINGS)]))


def words(text: str) -> list[str]:
    """The folded words of a text: what the search index holds and what a query is made of."""
    return _NOT_WORD.sub(" ", fold(text)).split()


def search_text(*parts: str) -> str:
    """The words of all parts in their own script and in Latin letters, as the search index keeps them."""
    return " ".join(dict.fromkeys(s for part in parts for word in words(part) for s in spellings(word) if s))


def identity(name: str) -> str:
    """What makes two names the same firm: accents count; Unicode form, case, spaces and unseen marks do not."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().translate(_UNSEEN).split())
