"""Telephone numbers and addresses as links of the system, built strictly: nothing else can be smuggled in with them."""

from __future__ import annotations

import re

from PySide6.QtCore import QUrl

# What people write between the digits of a number.
_NUMBER = re.compile(r"\+?[\d\s()./\u00a0\u2009-]{3,40}")
_EXTENSION = re.compile(r"(?:ext\.?|x|int\.?|kl\.?|lok\.?)\s*\d.*$", re.IGNORECASE)
# No ?, & or %: they would add headers, other recipients or files to an e-mail.
_MAIL = re.compile(r"[A-Za-z0-9._+'=-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,10}[^\W_]{2,63}")
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15


def numbers(phone: str) -> list[str]:
    """The telephone numbers of a field that may hold several, as they are written."""
    return [part.strip() for part in re.split(r"[,;|\n]| / ", phone) if tel_url(part.strip()) is not None]


def tel_url(number: str) -> QUrl | None:
    """``tel:`` and nothing but digits, after a plus perhaps; ``None`` for what is no number."""
    written = _EXTENSION.sub("", number.strip()).strip()
    if not _NUMBER.fullmatch(written):
        return None
    plus = written.startswith("+")
    # (0) is how the national zero is shown that is not dialled from abroad.
    digits = re.sub(r"\D", "", written.replace("(0)", "") if plus else written)
    if not (digits.isascii() and _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS):
        return None
    url = QUrl()
    url.setScheme("tel")
    url.setPath(("+" if plus else "") + digits)
    return url


def addresses(email: str) -> list[str]:
    """The e-mail addresses of a field that may hold several."""
    return [part for part in re.split(r"[,;\s<>]+", email) if mailto_url(part) is not None]


def mailto_url(email: str) -> QUrl | None:
    """``mailto:`` and one address; ``None`` for what is none, or could be more than one."""
    if not _MAIL.fullmatch(email):
        return None
    local, _, host = email.rpartition("@")
    ascii_host = bytes(QUrl.toAce(host).data()).decode("ascii")
    if not ascii_host:
        return None
    url = QUrl()
    url.setScheme("mailto")
    url.setPath(f"{local}@{ascii_host}")
    return url
