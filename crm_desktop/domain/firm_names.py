"""What a firm's name consists of once its legal form, its script and its accents are set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.domain.folding import fold, spellings


def spaced(text: str) -> frozenset[str]:
    """Words written with spaces between them."""
    return frozenset(text.split())


_LEGAL = spaced(
    "doo dd dno kd sp zoo zavod gmbh ug ag kg ohg gbr eg ev mbh as asa ans da sa enk nuf ba ab hb kb aps a/s oy "
    "oyj jdoo obrt ltd limited llp llc lp plc inc corp corporation co company incorporated pty bv nv vof cv "
    "sarl sas sasu eurl snc sci srl spa sl slu sro zrt kft bt nyrt eood ood ad ead sia uab oo ou ae oe ee epe "
    "ike mepe abee aebe tov pat prat pp fop tdv vat zat pr ur str szr tk ooo ao zao oao ip"
)
"""Words of a legal form. Set aside at the beginning and the end of a name only: inside it they may be a name."""
_LONG_LEGAL = tuple(
    tuple(text.split())
    for text in (
        "druzba z omejeno odgovornostjo", "delniska druzba", "samostojni podjetnik",
        "drustvo s ogranicenom odgovornoscu",
        "drustvo sa ogranicenom odgovornoscu", "gesellschaft mit beschrankter haftung", "gmbh co kg", "aksjeselskap",
        "ansvarlig selskap", "limited liability partnership", "limited liability company",
        "public limited company", "anonimi etairia", "omorrithmi etairia", "tovarystvo z obmezhenoiu vidpovidalnistiu",
        "pryvatne pidpryiemstvo", "preduzetnik", "aktieselskab", "societa a responsabilita limitata",
        "spol s ro", "sp z oo", "spolecnost s rucenim omezenym", "sociedad limitada", "societe anonyme",
    )
)  # fmt: skip
_CONNECTING = spaced("and in i og und et e y kai ke ta the de")
_INITIALS = re.compile(r"(?<!\w)(?:\w[./]\s?){1,4}\w?(?!\w)\.?")
_NOT_WORD = re.compile(r"[\W_]+")
_DOUBLED = re.compile(r"(.)\1+")
# One way of writing the sounds that romanisations and keyboards without accents write in several.
_SOUNDS = (
    ("shch", "sc"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("zh", "z"), ("kh", "h"), ("ts", "c"), ("dj", "d"),
    ("ph", "f"), ("th", "t"), ("ck", "k"), ("ou", "u"), ("yu", "u"), ("iu", "u"), ("ju", "u"), ("ya", "a"), ("ia", "a"),
    ("ja", "a"), ("ye", "e"), ("ie", "e"), ("je", "e"), ("lj", "l"), ("nj", "n"), ("ae", "e"), ("oe", "o"), ("ue", "u"),
    ("ei", "i"), ("oi", "i"), ("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip
# Letters of another script that look like a Latin one: only believed where scripts are mixed in one word.
_LOOKS = str.maketrans("асеорхукмнтвіјѕαβεηικμνορτυχ", "aceopxykmhtbijsabenikuvoptux")


class FirmName(NamedTuple):
    """A name taken apart. Each word in the one or two ways in which it sounds; ``legal`` is the form set aside.

    ``mixed`` is true where one word is written in letters of more than one script.
    """

    words: tuple[tuple[str, ...], ...]
    legal: str
    mixed: bool = False

    @property
    def key(self) -> str:
        """The words in the order of the alphabet: the same for names that are the same but for form and order."""
        return " ".join(sorted(word[0] for word in self.words))

    @property
    def joined(self) -> str:
        """The words as they stand, without the spaces between them."""
        return "".join(word[0] for word in self.words)


def firm_name(name: str) -> FirmName:
    """The words that make a firm: "KOVAČ d. o. o." and "Ковач" both give ``kovac``."""
    found, mixed = _words(name)
    kept, legal = _without_form(found)
    words = tuple(word for word in kept if word[0] not in _CONNECTING) or tuple(kept)
    return FirmName(words, legal, mixed)


def person_name(name: str) -> FirmName:
    """The same of a person, who has no legal form."""
    found, mixed = _words(name)
    return FirmName(tuple(found), "", mixed)


def written(name: str) -> tuple[str, ...]:
    """The same words as they are written, folded, in the order in which ``FirmName.key`` has them."""
    found = _folded(name)
    heard = [sounds(word) for word in found]
    kept, _ = _without_form(heard)
    first = 0 if kept == heard[: len(kept)] else len(heard) - len(kept)
    both = list(zip(kept, found[first:], strict=False))
    both = [(sound, word) for sound, word in both if sound[0] not in _CONNECTING] or both
    return tuple(word.translate(_LOOKS) if _is_mixed(word) else word for _, word in sorted(both))


def _words(name: str) -> tuple[list[tuple[str, ...]], bool]:
    found = _folded(name)
    return [sounds(word) for word in found], any(map(_is_mixed, found))


def _folded(name: str) -> list[str]:
    folded = _INITIALS.sub(lambda found: _joined(found.group()), fold(name).replace("’", "").replace("'", ""))
    return _NOT_WORD.sub(" ", folded).split()


def _joined(initials: str) -> str:
    """ "d. o. o." as one word; a single initial before a name stays a word of its own."""
    letters = "".join(c for c in initials if c.isalnum())
    return letters + " " if len(letters) > 1 else initials


def _without_form(found: list[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], str]:
    legal: list[str] = []
    kept = found
    while len(kept) > 1:
        length = _form_length(kept[::-1], backwards=True)
        if not length:
            break
        legal[:0] = [word[0] for word in kept[-length:]]
        kept = kept[:-length]
    length = _form_length(kept, backwards=False) if len(kept) > 1 else 0
    if length and not legal:
        legal, kept = [word[0] for word in kept[:length]], kept[length:]
    return kept, " ".join(legal)


def _form_length(words: list[tuple[str, ...]], *, backwards: bool) -> int:
    """How many of the first words are a legal form; never all of them."""
    for long in (_LONG_FROM_END if backwards else _LONG_FROM_START).get(words[0][0], ()):
        if len(words) > len(long) and all(want in word for want, word in zip(long, words, strict=False)):
            return len(long)
    return int(not _FORMS.isdisjoint(words[0]))


@lru_cache(maxsize=200_000)
def sounds(word: str) -> tuple[str, ...]:
    """The one or two ways in which a folded word sounds, in plain Latin letters."""
    if _is_mixed(word):
        word = word.translate(_LOOKS)
    official, *others = (latin for latin in spellings(word) if latin.isascii() or len(spellings(word)) == 1)
    return tuple(dict.fromkeys(_sound(latin) for latin in (official, *others[:1])))


def _sound(latin: str) -> str:
    if any(map(str.isdigit, latin)):
        return latin  # a number, or the code of a customer: each sign counts
    for written, heard in _SOUNDS:
        if written in latin:
            latin = latin.replace(written, heard)
    return _DOUBLED.sub(r"\1", latin)


def _is_mixed(word: str) -> bool:
    """Letters of more than one script in one word: nobody writes so on purpose."""
    if word.isascii():
        return False
    return len({"a" if c < "\u0250" else "g" if c < "\u0400" else "c" for c in word if c.isalpha()}) > 1


_FORMS = frozenset(_sound(form) for form in _LEGAL)


def _by_first(forms: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in forms:
        found.setdefault(form[0], []).append(form)
    return found


_LONG_FROM_START = _by_first(tuple(map(_sound, form)) for form in _LONG_LEGAL)
_LONG_FROM_END = _by_first(tuple(map(_sound, reversed(form))) for form in _LONG_LEGAL)
