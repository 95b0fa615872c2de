"""What is typed into the settings as values, and values in words; what makes no sense raises ``UserError``."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import format_number, tr
from crm_desktop.services.preferences import CONTACT_EVERY, DAY_SIZES


def addresses(text: str) -> list[str]:
    """E-mail addresses with commas or semicolons between them, each once."""
    found = [part.strip().lower() for part in text.replace(";", ",").split(",") if part.strip()]
    wrong = next((each for each in found if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", each)), "")
    if wrong:
        raise UserError(tr("“{text}” is no email address; one looks like ana@example.com.", text=wrong))
    return list(dict.fromkeys(found))


def currency(text: str) -> str:
    """Three letters."""
    code = text.upper()
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise UserError(tr("A currency has three letters, as in EUR."))
    return code


def day_size(text: str) -> int:
    """How many accounts a day holds."""
    first, last = DAY_SIZES.start, DAY_SIZES.stop - 1
    # At most two digits: a longer row of them is no number of accounts that anyone means.
    size = int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0
    if size not in DAY_SIZES:
        raise UserError(tr("A day holds {first} to {last} accounts.", first=first, last=last))
    return size


def days(text: str) -> int:
    """After how many days one talks to a customer again."""
    first, last = CONTACT_EVERY.start, CONTACT_EVERY.stop - 1
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0
    if number not in CONTACT_EVERY:
        raise UserError(tr("A standard lies between {first} and {last} days.", first=first, last=last))
    return number


def share(text: str, *, beside: float) -> float:
    """A share as a fraction; ``beside`` is the other tier's, and something must be left for C."""
    try:
        found = round(float(text.replace("%", "").replace(",", ".").strip()) / 100, 4)
    except ValueError as error:
        raise UserError(tr("A share is a number of percent, such as 80.")) from error
    if not 0 < found < 1:
        raise UserError(tr("A share lies between 0 and 100 percent."))
    if found + beside >= 1:
        raise UserError(tr("A and B together must leave something for C: less than 100 percent."))
    return found


def percent(share: float) -> str:
    """A fraction as a number of percent."""
    return format_number(share * 100, decimals(share))


def decimals(share: float) -> int:
    """How many decimal places a share needs in percent: 80, 12.5, 33.33."""
    return next((places for places in (0, 1) if abs(round(share * 100, places) - share * 100) < 1e-6), 2)


def size_on_disk(path: Path) -> int:
    """Bytes of the workspace, with what SQLite keeps beside it while it is open."""
    size = 0
    for file in (path, path.with_name(path.name + "-wal")):
        with contextlib.suppress(OSError):
            size += file.stat().st_size
    return size
