"""Choices that belong to the business and travel with its file: currency, day size, tier shares."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage.store import Store
from crm_desktop.storage.tables import Setting

DAY_SIZES = range(3, 21)
CONTACT_EVERY = range(1, 731)
"""Days that may lie between two contacts by a tier's standard."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """``rates``: what one unit of another currency is worth in ``currency``; shares are fractions of revenue."""

    business: str = ""
    currency: str = "EUR"
    rates: Mapping[str, float] = field(default_factory=dict)
    day_size: int = 8
    tier_share_a: float = 0.80
    tier_share_b: float = 0.15
    owner: str = ""
    contact_every_a: int = 30
    contact_every_b: int = 60
    contact_every_c: int = 120
    own_addresses: Sequence[str] = field(default_factory=list)
    """The e-mail addresses of our own house: they tell what we wrote from what they wrote."""

    @property
    def contact_every(self) -> dict[str, int]:
        """The standard by tier: at most so many days without a contact."""
        return {"A": self.contact_every_a, "B": self.contact_every_b, "C": self.contact_every_c}


def get(store: Store) -> Preferences:
    """The workspace's choices; what was never chosen has its default."""
    known = {f.name for f in fields(Preferences)}
    stored = {key: json.loads(value) for key, value in store.rows("SELECT key, value FROM setting") if key in known}
    return Preferences(**stored)


def owner(store: Store) -> str:
    """Who the workspace says sits here; the journal asks with every step."""
    stored = store.value("SELECT value FROM setting WHERE key = 'owner'")
    return str(json.loads(stored)) if stored else ""


def change(store: Store, **choices: object) -> None:
    """Sets some of the choices in one undoable step. Raises ``UserError`` for a value that makes no sense."""
    now = get(store)
    _check(choices)
    shares = [float(str(choices.get(key, getattr(now, key)))) for key in ("tier_share_a", "tier_share_b")]
    if sum(shares) >= 1:
        raise UserError(tr("Tiers A and B together are less than 100 % of revenue."), tr("Nothing was changed."))
    fresh = {key: value for key, value in choices.items() if getattr(now, key) != value}
    if not fresh:
        return
    with store.operation(tr("Change settings")):
        for key, value in fresh.items():
            text = json.dumps(value, ensure_ascii=False)
            if not Setting.update(value=text).where(Setting.key == key).execute():
                store.insert(Setting, key=key, value=text)


def _check(choices: Mapping[str, object]) -> None:
    size = choices.get("day_size", DAY_SIZES.start)
    if size not in DAY_SIZES:
        raise UserError(
            tr("A day holds {first} to {last} accounts.", first=DAY_SIZES.start, last=DAY_SIZES.stop - 1),
            tr("Nothing was changed."),
        )
    for key in ("tier_share_a", "tier_share_b"):
        share = choices.get(key, 0.5)
        if not (isinstance(share, float) and 0.0 < share < 1.0):
            raise UserError(tr("A tier's share lies between 0 and 100 %."), tr("Nothing was changed."))
    for key in ("contact_every_a", "contact_every_b", "contact_every_c"):
        days = choices.get(key, CONTACT_EVERY.start)
        if not (isinstance(days, int) and days in CONTACT_EVERY):
            raise UserError(
                tr(
                    "A standard lies between {first} and {last} days.",
                    first=CONTACT_EVERY.start,
                    last=CONTACT_EVERY.stop - 1,
                ),
                tr("Nothing was changed."),
            )
    addresses = choices.get("own_addresses", [])
    if not (isinstance(addresses, list) and all(isinstance(each, str) and "@" in each for each in addresses)):
        raise UserError(tr("An email address looks like ana@example.com."), tr("Nothing was changed."))
    currency = choices.get("currency", "EUR")
    if not (isinstance(currency, str) and len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise UserError(tr("A currency has three letters, as in EUR."), tr("Nothing was changed."))
