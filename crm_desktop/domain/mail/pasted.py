"""E-mail as text: header lines in the words of several languages, as mail programs write them when one copies."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.folding import fold
from crm_desktop.domain.mail.parts import (
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    Address,
    Mail,
    MailError,
    MailFault,
    address,
    lines,
    plain,
)
from crm_desktop.domain.parsing_dates import DateOrder, parse_day

_WORDS = {
    "from": "from od von de fra från απο від от од avsender",
    "to": "to za do an à til till προς до кому для прима",
    "cc": "cc kp kopija kopi kopie κοιν κοινοποιηση копія копия копија",
    "date": "date sent datum poslano gesendet dato sendt skickat ημερομηνια σταλθηκε απεσταλη дата надіслано датум "
    "послато отправлено dátum",
    "subject": "subject zadeva betreff emne ämne θεμα тема предмет predmet objet oggetto",
    "id": "message-id",
}
_HEADERS = {fold(word): name for name, words in _WORDS.items() for word in words.split()}
_LINE = re.compile(r"[>\s*_]{0,8}([^\W\d_][^\W\d_-]{0,12}(?:-[Ii][Dd])?)[*_]{0,2}\s{0,3}:[*_]{0,2}(.*)")
_MOST_LINES, _LONGEST_HEADER = 60, 8_000
# What mail programs write over what they forward.
_FORWARDED = re.compile(
    r"^[ >]{0,6}(?:-{2,20}\s?(?:[^\n-]{3,40})\s?-{2,20}|_{10,60}|begin forwarded message:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBERS = re.compile(r"(\d{1,4})[./-]\s?(\d{1,2})[./-]\s?(\d{1,4})")
_NAMED = re.compile(
    r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(\d{4})|([^\W\d_]{3,12})\.?\s+(\d{1,2}),?\s+(\d{4})"
)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s?([AaPp]\.?[Mm])?")
# How the months begin, folded: English, German, Slovenian, Serbian, Norwegian, Greek, Ukrainian, French, Italian.
_MONTHS: Sequence[str] = (
    "jan gen ιαν јан січ янв sic", "feb fev φεβ феб лют фев", "mar mär mrz μαρ мар бер", "apr avr απρ апр кві",
    "may mai maj mag μαι мај тра май", "jun juin giu ιουν јун чер июн", "jul juil lug ιουλ јул лип июл",
    "aug avg aou ago αυγ авг сер", "sep set σεπ сеп вер сен", "oct okt ott οκτ окт жов", "nov νοε нов лис ноя",
    "dec dez des dic δεκ дец гру дек",
)  # fmt: skip


class Headers(NamedTuple):
    """What stood in header lines, by our names, and where the text begins."""

    values: dict[str, str]
    body: int


def looks_like_mail(text: str) -> bool:
    """It begins with a sender and one more header of an e-mail."""
    found = headers_at(text, 0)
    return found is not None and "from" in found.values and len(found.values) >= 2


def read_pasted(text: str) -> Mail:
    """Raises ``MailError`` without header lines; never anything else."""
    if not text.strip():
        raise MailError(MailFault.EMPTY)
    text = text[: 20 * LONGEST_TEXT].replace("\r\n", "\n")
    found = headers_at(text, 0)
    if found is None or "from" not in found.values or len(found.values) < 2:
        raise MailError(MailFault.NO_HEADERS)
    body = text[found.body :]
    return mail_of(found.values, lines(body), inner=forwarded(body))


def mail_of(values: dict[str, str], text: str, *, inner: Mail | None = None) -> Mail:
    """An e-mail out of header texts and a body."""
    senders = addresses([values.get("from", "")])
    subject = plain(values.get("subject", ""), LONGEST_SUBJECT)
    key = plain(values.get("id", ""), 300).strip("<> ") or digest(values, text)
    return Mail(
        key=key,
        sender=senders[0] if senders else None,
        recipients=addresses([values.get("to", "")]),
        copies=addresses([values.get("cc", "")]),
        sent_at=moment(values.get("date", "")),
        subject=subject,
        text=text,
        inner=inner,
    )


def digest(values: dict[str, str], text: str) -> str:
    """What stands for a Message-ID: the same words from the same sender at the same time are the same mail."""
    parts = [plain(values.get(name, ""), _LONGEST_HEADER) for name in ("from", "date", "subject")]
    whole = "\n".join([*parts, " ".join(text.split())])
    return "sha256:" + hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()


def forwarded(text: str) -> Mail | None:
    """The mail that a text quotes under the line of a mail program, or ``None``."""
    text = text[: 4 * LONGEST_TEXT]
    for place, line in enumerate(_FORWARDED.finditer(text)):
        found = headers_at(text, line.end())
        if found is not None and {"from", "subject"} <= found.values.keys():
            body = re.sub(r"^>[> ]{0,8}", "", text[found.body :], flags=re.MULTILINE)
            return mail_of(found.values, lines(body))
        if place >= 20:
            break
    return None


def headers_at(text: str, start: int) -> Headers | None:
    """The header lines that begin at a place, or ``None`` when the first words there are none."""
    values: dict[str, str] = {}
    at, last, seen = start, "", 0
    while at < len(text) and seen < _MOST_LINES:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at : min(end, at + _LONGEST_HEADER)]
        found = _LINE.match(line)
        if not line.strip(" >\t\r"):
            if values:
                at = end + 1
                break
        elif found is not None and (found.group(1).isascii() or fold(found.group(1)) in _HEADERS):
            # Headers that we do not know belong to the mail too.
            last = _HEADERS.get(fold(found.group(1)), "")
            if last and last not in values:
                values[last] = found.group(2).strip(" *_\r")
            elif not values and not last:
                return None
        elif values and last and line[:1] in " \t":
            values[last] = (values[last] + " " + line.strip())[:_LONGEST_HEADER]
        elif values:
            break
        else:
            return None
        at = end + 1
        seen += 1
    return Headers(values, min(at, len(text))) if values else None


def addresses(texts: Sequence[str]) -> tuple[Address, ...]:
    """The mail boxes of header texts, each once. Never raises."""
    found: dict[str, Address] = {}
    for text in texts:
        text = text[:_LONGEST_HEADER].replace("[mailto:", "<").replace("]", ">")
        try:
            pairs = getaddresses([text.replace(";", ",")])
        except Exception:  # a header from outside can trip the parser over anything
            pairs = []
        if not any("@" in email for _, email in pairs):
            # "Maria Kos maria@acme.si", or what the strict reading refuses.
            pairs = [(part.rpartition("<")[0], part) for part in re.split(r"[,;]", text)]
        for name, email in pairs:
            box = address(email, name)
            if box is not None:
                found.setdefault(box.email, box)
    return tuple(found.values())


def moment(text: str) -> datetime | None:
    """When a header says that a mail was sent; without a time zone the local one. ``None`` when it says nothing."""
    text = plain(text, 200)
    if not text:
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat, _written):
        try:
            when = read(text)
            return None if when is None else _sensible(when)
        except Exception:  # years of five digits, zones of 99 hours: none of them says when
            continue
    return None


def _sensible(when: datetime) -> datetime | None:
    """A clock that was never set is no date."""
    known = when if when.tzinfo is not None else when.astimezone()
    return known.astimezone(UTC) if 1980 <= known.year <= 2200 else None


def _written(text: str) -> datetime | None:
    """ "Monday, 3 November 2025 10:12", "3. 11. 2025 10.12", "November 3, 2025 at 10:12 AM"."""
    if named := _NAMED.search(text):
        day, word, year = (named.group(1), named.group(2), named.group(3)) if named.group(1) else (
            named.group(5), named.group(4), named.group(6))  # fmt: skip
        month = _month(word)
        if month is None:
            return None
        rest, when = text[named.end() :], datetime(int(year), month, int(day))
    elif numbers := _NUMBERS.search(text):
        day_only = day_from(parse_day("-".join(numbers.groups()), DateOrder.DMY))
        rest, when = text[numbers.end() :], datetime(day_only.year, day_only.month, day_only.day)
    else:
        return None
    clock = _TIME.search(rest)
    if clock is None:
        return when.replace(hour=12)
    hour = int(clock.group(1))
    if clock.group(4):
        hour = hour % 12 + (12 if clock.group(4)[0] in "pP" else 0)
    return when.replace(hour=hour, minute=int(clock.group(2)))


def _month(word: str) -> int | None:
    begun = fold(word)
    found = [n for n, words in enumerate(_MONTHS, 1) for each in words.split() if begun.startswith(fold(each))]
    return found[0] if found else None
