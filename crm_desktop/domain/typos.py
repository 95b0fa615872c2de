"""One slip of the fingers: what else a typed word may have been meant to be."""

from __future__ import annotations

import string

SHORTEST = 5
"""Letters from which on any slip is forgiven: with fewer, one other letter is another word."""


def one_typo(word: str) -> list[str]:
    """The words that are one slip away from a folded ASCII word; none for a short one.

    Of four letters two neighbours changed places; from five on also one letter too many, missing or wrong. The last
    letter is not looked for behind the end: a word is only begun, so whatever follows fits anyhow. A number stays one.
    """
    if len(word) < SHORTEST - 1 or not word.isascii():
        return []
    places = range(len(word))
    letters = string.digits if word.isdigit() else string.ascii_lowercase
    found = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]]
    if len(word) >= SHORTEST:
        found += [word[:at] + word[at + 1 :] for at in places]
        found += [word[:at] + letter + word[at + 1 :] for at in places for letter in letters]
        found += [word[:at] + letter + word[at:] for at in places for letter in letters]
    return [other for other in dict.fromkeys(found) if other != word]
