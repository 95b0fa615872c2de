"""Tells by the cells of a column whether it can be what its name says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_desktop.domain.kinds import Tier
from crm_desktop.domain.parsing import UnreadableError, parse_score, parse_yes_no
from crm_desktop.domain.parsing_dates import DateOrder, parse_day
from crm_desktop.domain.parsing_scores import ZERO_TO_TEN, parse_told_score
from crm_desktop.services.importing.identifying import are_rounded, is_id
from crm_desktop.services.importing.kinds import OTHER_EMAIL, OTHER_PHONE
from crm_desktop.services.importing.settings import ImportSettings

_ENOUGH = 0.5


def looks_like(field: str, cells: Sequence[str], settings: ImportSettings) -> bool:
    """Half of these filled cells or more can be the field's; where a field has no look of its own, any are."""
    low, high = settings.score_scale or ZERO_TO_TEN

    def is_score(text: str) -> bool:
        try:
            if settings.score_scale is None and parse_told_score(text) is not None:
                return True
            parse_score(text, decimal=None, low=low, high=high)
        except UnreadableError:
            return False
        return True

    def is_day(text: str) -> bool:
        for order in DateOrder:
            try:
                parse_day(text, order)
            except UnreadableError:
                continue
            return True
        return False

    def is_phone(text: str) -> bool:
        return sum(letter.isdigit() for letter in text) > 4

    def is_yes_or_no(text: str) -> bool:
        try:
            parse_yes_no(text)
        except UnreadableError:
            return False
        return True

    if field == "id" and are_rounded(cells):
        return False
    looks: dict[str, Callable[[str], bool]] = {
        "score": is_score,
        "id": is_id,
        "date": is_day,
        "amount": lambda text: any(map(str.isdigit, text)),
        "tier": lambda text: text.strip().upper() in set(Tier),
        "email": lambda text: "@" in text,
        OTHER_EMAIL: lambda text: "@" in text,
        "phone": is_phone,
        OTHER_PHONE: is_phone,
        "company": is_yes_or_no,
    }
    look = looks.get(field)
    return look is None or sum(map(look, cells)) >= _ENOUGH * len(cells)
