"""What an e-mail is made of once it is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

LONGEST_TEXT = 50_000
"""Characters of a body that are kept; a line of the history is no archive."""
LONGEST_SUBJECT = 500
_LONGEST_NAME = 200
# A local part and a host of at least two parts; nothing that an address could smuggle something else in with.
_ADDRESS = re.compile(r"[\w.!#$'*+/=?^`{|}~&%-]{1,64}@(?:[\w-]{1,63}\.){1,10}[\w-]{2,63}")


class MailFault(StrEnum):
    """Why something is no e-mail that can be taken in."""

    EMPTY = "empty"
    NO_HEADERS = "no_headers"
    TOO_LARGE = "too_large"
    OUTLOOK = "outlook"
    UNREADABLE = "unreadable"


class MailError(Exception):
    """The one error of reading; ``fault`` says which sentence to tell."""

    def __init__(self, fault: MailFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Address(NamedTuple):
    """A mail box in lower case, and the name beside it."""

    email: str
    name: str = ""

    @property
    def host(self) -> str:
        """The part after the @."""
        return self.email.rpartition("@")[2]


class Enclosed(NamedTuple):
    """A file that came along. ``inline``: shown inside the text, as the pictures of a signature are."""

    name: str
    content: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail. ``key`` is its Message-ID, or a digest where it has none; ``sent_at`` knows its time zone."""

    key: str
    sender: Address | None = None
    recipients: tuple[Address, ...] = ()
    copies: tuple[Address, ...] = ()
    sent_at: datetime | None = None
    subject: str = ""
    text: str = ""
    enclosed: tuple[Enclosed, ...] = ()
    sealed: bool = False
    """Encrypted: there is no text to read."""
    inner: Mail | None = field(default=None)
    """The mail that this one forwards."""


def address(email: str, name: str = "") -> Address | None:
    """A mail box out of what a header says, or ``None`` when it is none."""
    found = _ADDRESS.search(plain(email, 500))
    if found is None:
        return None
    shown = plain(name, _LONGEST_NAME).strip(" '\"")
    return Address(found.group().lower(), "" if shown.lower() == found.group().lower() else shown)


def plain(text: str, longest: int) -> str:
    """One line without control characters, half characters and marks that turn the direction of writing."""
    return " ".join("".join(c if _is_shown(c) else " " for c in text[: 4 * longest]).split())[:longest].strip()


def lines(text: str) -> str:
    """A body as it is kept: the same, with its lines; no more than one empty line in a row, and not endless."""
    text = text[: 4 * LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = "".join(c if c == "\n" or _is_shown(c) else " " for c in text)
    kept: list[str] = []
    for line in text.split("\n"):
        clean = " ".join(line.split())
        if clean or (kept and kept[-1]):
            kept.append(clean)
    whole = "\n".join(kept).strip()
    return whole if len(whole) <= LONGEST_TEXT else whole[: LONGEST_TEXT - 1].rstrip() + "…"


def file_name(name: str) -> str:
    """The name of an enclosed file as it is shown and kept: no folders, nothing unseen, of a length a drive takes."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name[:2_000]))[-1]
    clean = plain(last, 2_000).strip(". ")
    if len(clean) > 150:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[:130].rstrip()}.{ending}" if dot and len(ending) <= 15 else clean[:150]
    return clean.strip(". ")


# Control, format (which turns the direction of writing), surrogate, private and unassigned characters. The joiners
# of emoji and of Persian and Indian scripts are format characters that one sees.
_JOINERS = "\u200c\u200d"


def _is_shown(c: str) -> bool:
    return c in _JOINERS or (c.isprintable() or c == "\u00a0" or unicodedata.category(c) in ("Zs", "Co"))
