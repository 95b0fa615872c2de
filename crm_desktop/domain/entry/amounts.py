"""Reads what an order was worth: 1200, 1.200,50 eur, €1,200.50, 1 200 kr."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from crm_desktop.domain.entry.pieces import Amount
from crm_desktop.domain.entry.tokens import Token
from crm_desktop.domain.parsing import UnreadableError
from crm_desktop.domain.parsing_amounts import written_currencies

# Digits in groups of three with one decimal mark, or without groups; at most 12 before the decimals.
_NUMBER = re.compile(
    r"(?P<grouped>[0-9]{1,3}(?:(?P<mark>[.,'’])[0-9]{3})(?:(?P=mark)[0-9]{3}){0,2})(?:[.,](?P<places>[0-9]{1,3}))?"
    r"|(?P<whole>[0-9]{1,12})(?:[.,](?P<parts>[0-9]{1,3}))?"
)
_WRITTEN = re.compile(
    r"(?P<before>[^\W\d_]{3}|[€£$¥₴₽₺₹])?(?P<number>[0-9][0-9.,'’]*)(?P<after>[^\W\d_]{1,5}|[€£$¥₴₽₺₹])?"
)
_GROUP = re.compile(r"[0-9]{3}(?:[.,][0-9]{1,2})?")
_UNIT = re.compile(r"[^\W\d_]{1,5}\.?|[€£$¥₴₽₺₹]")


def read_amount(tokens: Sequence[Token], place: int, own: str = "") -> tuple[Amount, int] | None:
    """An amount above nothing at this word, and the place behind it.

    A sign that several currencies share, such as "kr", is the ``own`` one of the workspace, or nothing.
    """
    before, at = "", place
    if at < len(tokens) and _UNIT.fullmatch(tokens[at].raw) and (before := _currency(tokens[at].raw, own)):
        at += 1
    if at >= len(tokens):
        return None
    match = _WRITTEN.fullmatch(tokens[at].raw.rstrip("."))
    if match is None:
        return None
    number, after, end = match["number"], match["after"] or "", at + 1
    # "1 200" and "12 500,50": groups with spaces between them.
    if not after and re.fullmatch(r"[1-9][0-9]{0,2}", number):
        while end < len(tokens) and end < at + 4 and _GROUP.fullmatch(tokens[end].raw.rstrip(".")):
            number, end = number + tokens[end].raw.rstrip("."), end + 1
    signs = [sign for sign in (before, match["before"] or "", after) if sign]
    if not signs and end < len(tokens) and _UNIT.fullmatch(tokens[end].raw) and _currency(tokens[end].raw, own):
        signs, end = [tokens[end].raw], end + 1
    value = _value(number)
    codes = [_currency(sign, own) for sign in signs]
    if value is None or len(codes) > 1 or not all(codes):
        return None
    return Amount(value, codes[0] if codes else ""), end


def _value(number: str) -> Decimal | None:
    match = _NUMBER.fullmatch(number)
    if match is None:
        return None
    if match["grouped"]:
        whole, places = re.sub(r"[^0-9]", "", match["grouped"]), match["places"]
        # "1.200.50" has one mark too many.
        if places and match["mark"] in ".," and number[-len(places) - 1] == match["mark"]:
            return None
    else:
        whole, places = match["whole"], match["parts"]
    value = Decimal(f"{whole}.{places or 0}")
    return value if value > 0 else None


def _currency(sign: str, own: str) -> str:
    """The code of a currency by its code or sign; empty for any other word."""
    try:
        means = written_currencies("1 " + sign)
    except UnreadableError:
        return ""
    return means[0] if len(means) == 1 else own if own in means else ""
