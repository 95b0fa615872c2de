"""Accounts that stand in a book twice, damaged as people damage them, and others that only look so: a labelled set.

It knows nothing of how doubles are found, so that what it measures is not its own reflection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from random import Random
from typing import NamedTuple

from crm_desktop.domain.folding import fold, spellings
from crm_desktop.domain.sample.lexicon import Lexicon
from crm_desktop.domain.sample.names import LANGUAGES, FirmNames, number_like, person


class Damage(StrEnum):
    """What happened to the name of a double, or why two that look alike are not one."""

    TYPO = "typo"
    TWO_TYPOS = "two typos"
    LEGAL_FORM = "legal form"
    TRANSLITERATION = "transliteration"
    NO_ACCENTS = "accents and case"
    MOVED_DOMAIN = "moved domain"
    ABBREVIATION = "abbreviation"
    SWAPPED = "swapped words"
    WORD_LEFT_OUT = "word left out"
    RENAMED = "renamed"
    BRANCH = "not: branch"
    FAMILY = "not: same family name"
    NEIGHBOUR = "not: same street"


DOUBLES = tuple(damage for damage in Damage if not damage.startswith("not"))
NOT_DOUBLES = tuple(damage for damage in Damage if damage.startswith("not"))


class Entry(NamedTuple):
    """One account as somebody typed it. ``firm`` is the same number for entries of one firm, ``like`` of which firm it
    is a double or a look-alike, and ``damage`` in what way."""

    name: str
    phone: str
    email: str
    website: str
    address: str
    firm: int
    damage: Damage | None = None
    like: int | None = None


class _Firm(NamedTuple):
    lexicon: Lexicon
    entry: Entry
    domain: str
    city: str
    bare: str
    """The name without its legal form."""


def labelled(count: int, seed: int, lexicons: Sequence[Lexicon] = LANGUAGES) -> list[Entry]:
    """So many accounts in mixed order: of every hundred about six doubles and six look-alikes. Same seed, same set."""
    random = Random(f"{seed} doubles")
    namings = [FirmNames(lexicon, Random(f"{seed} {lexicon.code}")) for lexicon in lexicons]
    weights = [lexicon.weight for lexicon in lexicons]
    numbers = [0] * len(lexicons)
    firms = []
    for firm in range(count * 88 // 100):
        at = random.choices(range(len(lexicons)), weights)[0]
        firms.append(_firm(namings[at], numbers[at], firm, random))
        numbers[at] += 1
    entries = [firm.entry for firm in firms]
    # By chance a damaged name may be what another firm is really called: nobody could tell those apart.
    taken = {_words(name) for firm in firms for name in (firm.bare, firm.entry.name)}
    fresh = len(firms)
    for original in random.sample(firms, count - len(firms)):
        make = _double if random.random() < 0.5 else _look_alike
        entry = make(original, fresh, random)
        own = {_words(original.bare), _words(original.entry.name)}
        while _words(entry.name) in taken and _words(entry.name) not in own:
            entry = make(original, fresh, random)
        fresh += entry.firm == fresh
        taken.add(_words(entry.name))
        entries.append(entry)
    random.shuffle(entries)
    return entries


def _words(name: str) -> str:
    return " ".join(sorted(fold(name).split()))


def _firm(naming: FirmNames, number: int, firm: int, random: Random) -> _Firm:
    lexicon, made = naming.lexicon, naming.firm(number, random)
    bare = made.name
    for legal in sorted(set(lexicon.legal), key=len, reverse=True):
        before, _, after = legal.partition("{}")
        if legal != "{}" and made.name.startswith(before) and made.name.endswith(after):
            bare = made.name[len(before) : len(made.name) - len(after)]
            break
    entry = Entry(
        name=made.name,
        phone=number_like((*lexicon.phones, *lexicon.mobiles), random),
        email=random.choice(("office", "info", "sales", "hello")) + f"@{made.domain}",
        website=f"https://{made.domain}",
        address=_address(lexicon, made.city, made.post, random),
        firm=firm,
    )
    return _Firm(lexicon, entry, made.domain, made.city, bare)


def _address(lexicon: Lexicon, city: str, post: str, random: Random) -> str:
    number = 1 + int(random.random() * 120)
    return lexicon.address.format(street=random.choice(lexicon.streets), number=number, post=post, city=city)


# -- doubles -------------------------------------------------------------------------------------


def _double(original: _Firm, _fresh: int, random: Random) -> Entry:
    """The firm once more. Whoever typed it knew some of its values, mostly not all, and now and then newer ones."""
    damage = random.choice(DOUBLES)
    lexicon, entry = original.lexicon, original.entry
    name = _NAMES[damage](original, random) if damage in _NAMES else entry.name
    if name == entry.name and damage is not Damage.MOVED_DOMAIN:
        damage, name = Damage.NO_ACCENTS, _without_accents(original, random)
    phone = _kept(random, 0.5, _written_otherwise(entry.phone, random), number_like(lexicon.mobiles, random))
    email = _kept(random, 0.45, entry.email, person(lexicon, random.choice(_FREE_MAIL), random).email)
    website = _kept(random, 0.45, entry.website.replace("https://", random.choice(("", "www.", "http://"))), "")
    address = _kept(
        random, 0.55, _address_otherwise(entry.address, random), _address(lexicon, original.city, "", random)
    )
    if damage is Damage.MOVED_DOMAIN:
        stem = original.domain.removesuffix(".example")
        moved = random.choice((f"{stem.rpartition('-')[2]}-group.example", f"new-{stem}.example", f"{stem}.test"))
        email, website = f"info@{moved}", f"https://{moved}"
    if damage is Damage.RENAMED or not (phone or email or website or address):
        phone = _written_otherwise(entry.phone, random)
    if damage is Damage.RENAMED:
        # A new name over the same door: nothing else could tell.
        email, address = entry.email, _address_otherwise(entry.address, random)
    return Entry(name, phone, email, website, address, entry.firm, damage, entry.firm)


def _kept(random: Random, share: float, same: str, other: str) -> str:
    drawn = random.random()
    return same if drawn < share else other if drawn > 0.88 else ""


_FREE_MAIL = ("gmail.com", "outlook.com", "yahoo.com")
_KEYBOARD = ("qwertzuiop", "asdfghjkl", "yxcvbnm")


def _typo(text: str, random: Random) -> str:
    """One slip in a letter of a word of four letters and more."""
    places = [at for at in range(1, len(text) - 1) if text[at - 1 : at + 2].isalpha()]
    if not places:
        return text
    at = random.choice(places)
    kind = random.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    near = next((row for row in _KEYBOARD if text[at].lower() in row), "")
    letter = near[max(near.index(text[at].lower()) - 1, 0)] if near else text[at - 1].lower()
    return text[:at] + letter + text[at + 1 :]


def _typed_wrong(original: _Firm, random: Random) -> str:
    return _typo(original.entry.name, random)


def _typed_wrong_twice(original: _Firm, random: Random) -> str:
    return _typo(_typo(original.entry.name, random), random)


def _legal_form(original: _Firm, random: Random) -> str:
    forms = [
        legal.format(original.bare) for legal in (*original.lexicon.legal, *_WRITTEN_OUT.get(original.lexicon.code, ()))
    ]
    others = [name for name in forms if name != original.entry.name]
    return random.choice(others) if others else original.entry.name


_WRITTEN_OUT = {
    "sl": ("{}, d. o. o.", "{} DOO", "{}, družba z omejeno odgovornostjo"),
    "en": ("{} Limited", "{} LTD."),
    "sr": ("{} DOO", "D.O.O. {}"),
    "sr-Cyrl": ("{} ДОО", "{}, д. о. о."),
    "no": ("{} A/S", "{} a.s."),
    "el": ("{} AE", "{} ΑΕ", "{} Α. Ε."),
    "uk": ("{} ТОВ", "Товариство з обмеженою відповідальністю «{}»"),
}


def _transliterated(original: _Firm, random: Random) -> str:
    """In Latin letters, as one of those who cannot type the others would write it."""
    ways = spellings(fold(original.entry.name))
    return random.choice(ways[1:] or ways).title()


def _without_accents(original: _Firm, random: Random) -> str:
    folded = fold(original.entry.name)
    return random.choice((folded, folded.upper(), folded.title()))


def _abbreviated(original: _Firm, random: Random) -> str:
    words = original.bare.split()
    long = [at for at, word in enumerate(words) if len(word) > 5]
    if not long or len(words) < 2:
        return original.entry.name
    at = random.choice(long)
    return " ".join((*words[:at], words[at][: random.choice((3, 4))] + ".", *words[at + 1 :]))


def _swapped(original: _Firm, random: Random) -> str:
    words = original.bare.split()
    at = random.randrange(len(words) - 1) if len(words) > 1 else 0
    return " ".join((*words[:at], *words[at + 1 : at + 2], words[at], *words[at + 2 :]))


def _left_out(original: _Firm, random: Random) -> str:
    words = original.bare.split()
    if len(words) < 3:
        return original.entry.name
    words.pop(random.randrange(len(words)))
    return " ".join(words)


def _renamed(original: _Firm, random: Random) -> str:
    first, second = random.sample(original.lexicon.words, 2)
    return f"{first} {second} {random.choice(original.lexicon.trades)[0]}"


_NAMES: dict[Damage, Callable[[_Firm, Random], str]] = {
    Damage.TYPO: _typed_wrong,
    Damage.TWO_TYPOS: _typed_wrong_twice,
    Damage.LEGAL_FORM: _legal_form,
    Damage.TRANSLITERATION: _transliterated,
    Damage.NO_ACCENTS: _without_accents,
    Damage.ABBREVIATION: _abbreviated,
    Damage.SWAPPED: _swapped,
    Damage.WORD_LEFT_OUT: _left_out,
    Damage.RENAMED: _renamed,
}


def _written_otherwise(phone: str, random: Random) -> str:
    """The same number, as others write numbers."""
    code, _, rest = phone.partition(" ")
    plain = "".join(c for c in rest if c.isdigit())
    return random.choice(
        (phone, f"{code}{plain}", f"0{plain}", f"00{code[1:]} {rest}", f"({code}) {rest.replace(' ', '-')}")
    )


def _address_otherwise(address: str, random: Random) -> str:
    return random.choice((address, address.replace(",", " "), fold(address), address.upper()))


# -- look-alikes ---------------------------------------------------------------------------------


def _look_alike(original: _Firm, firm: int, random: Random) -> Entry:
    damage = random.choice(NOT_DOUBLES)
    lexicon, entry = original.lexicon, original.entry
    city, in_name, post = random.choice([place for place in lexicon.places if place[0] != original.city])
    if damage is Damage.BRANCH:
        # Another shop of the same chain: its name, its website, another town.
        website, email = random.choice(((entry.website, entry.email), (entry.website, ""), ("", "")))
        return Entry(
            name=f"{original.bare} {in_name}",
            phone=number_like(lexicon.phones, random),
            email=email.replace("@", f".{firm}@"),
            website=website,
            address=_address(lexicon, city, post, random),
            firm=firm,
            damage=damage,
            like=entry.firm,
        )
    trade = random.choice([trade for trade, _ in lexicon.trades if trade not in entry.name])
    if damage is Damage.FAMILY:
        # The brother's firm: the family name, another trade, now and then the same house and telephone.
        kept = next((word for word in original.bare.split() if word not in dict(lexicon.trades)), original.bare)
        home = random.random() < 0.3
        name = f"{trade} {kept}" if lexicon.trade_first else f"{kept} {trade}"
        phone = entry.phone if home and random.random() < 0.5 else number_like(lexicon.mobiles, random)
        address = entry.address if home else _address(lexicon, original.city, "", random)
    else:
        # Next door, or the floor above.
        word = random.choice([word for word in lexicon.words if word not in entry.name])
        name = f"{trade} {word} {in_name}" if lexicon.trade_first else f"{word} {trade} {in_name}"
        phone = number_like(lexicon.phones, random)
        address = entry.address
    domain = f"{fold(name).replace(' ', '-')}-{firm}.example"
    return Entry(name, phone, f"info@{domain}", f"https://{domain}", address, firm, damage, entry.firm)
