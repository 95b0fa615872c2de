"""Tells names that look alike but are written in letters of different scripts: "Аcme" with a Cyrillic А is not Acme."""

from __future__ import annotations

import re
import unicodedata

# Letters of Greek and Cyrillic that nobody can tell from Latin ones in print, capitals and small ones.
_LIKE_LATIN = {
    **dict(zip("АВЕКМНОРСТУХЅІЈаеорсухіјѕһԁԛԝ", "ABEKMHOPCTYXSIJaeopcyxijshdqw", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινυ", "ABEZHIKMNOPTYXoivu", strict=True)),
}
_TABLE = str.maketrans(_LIKE_LATIN)
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def as_latin(name: str) -> str:
    """The name with every letter that looks Latin turned into the Latin one."""
    return name if name.isascii() else unicodedata.normalize("NFC", name).translate(_TABLE)


def looks_latin(name: str) -> bool:
    """The name holds letters of another script, all of which can be taken for Latin ones."""
    if name.isascii():
        return False
    latin = as_latin(name)
    return latin != unicodedata.normalize("NFC", name) and scripts(latin) <= {"LATIN"}


def mixed_word(name: str) -> str | None:
    """The first word of the name that mixes scripts, as no language does; ``None`` when there is none."""
    if name.isascii():
        return None
    return next((word for word in _WORD.findall(name) if not word.isascii() and len(scripts(word)) > 1), None)


def scripts(text: str) -> set[str]:
    """Which of Latin, Cyrillic and Greek the letters of a text are."""
    found = set()
    for letter in text:
        if letter.isalpha():
            script = "LATIN" if letter.isascii() else unicodedata.name(letter, "?").split()[0]
            if script in _SCRIPTS and letter not in "µºª":
                found.add(script)
    return found
