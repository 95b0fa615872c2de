"""Looks up in the workspace whom an e-mail address, a phone number, a domain or a differently spelt name fits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from crm_desktop.domain.folding import fold, identity
from crm_desktop.services.importing.merged import Merged
from crm_desktop.services.importing.phones import Phones, digits
from crm_desktop.services.importing.resolving import By, Clue
from crm_desktop.storage.store import Store

_TAIL = 7
"""Two ways of writing one number end alike: in so many digits."""
_SITE = re.compile(r"(?:[a-z]+://)?(?:[^/@]*@)?(?:www\d?\.)?([^/:?#\s]+\.[^/:?#\s.]{2,})", re.IGNORECASE)
# Where everybody has an address or a page: such a domain says nothing about whose it is.
_SHARED = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com",
        "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "gmx.com",
        "gmx.de", "gmx.net", "gmx.at", "web.de", "t-online.de", "mail.com", "zoho.com", "fastmail.com", "siol.net",
        "t-2.net", "amis.net", "telemach.net", "volja.net", "ukr.net", "i.ua", "meta.ua", "bigmir.net",
        "online.no", "broadpark.no", "otenet.gr", "forthnet.gr", "eunet.rs", "ptt.rs", "sbb.rs", "mts.rs",
        "yandex.com", "yandex.ru", "mail.ru", "orange.fr", "free.fr", "libero.it", "facebook.com", "fb.com",
        "instagram.com", "linkedin.com", "twitter.com", "x.com", "youtube.com", "tiktok.com", "google.com",
        "sites.google.com", "business.site", "wixsite.com", "wordpress.com", "blogspot.com", "etsy.com",
        "ebay.com", "amazon.com", "booking.com", "tripadvisor.com", "linktr.ee",
    }
)  # fmt: skip


def domain_of(website: str, email: str = "") -> str:
    """The domain that is theirs alone, in small letters; an empty text where there is none."""
    for text in (website, email.rpartition("@")[2] if "@" in email else ""):
        found = _SITE.match(text.strip())
        domain = found.group(1).lower() if found else ""
        if domain and domain not in _SHARED:
            return domain
    return ""


class Clues:
    """Of the accounts, or of the people, of a workspace; each list is made when it is first needed."""

    def __init__(self, store: Store, table: str, phones: Phones | None) -> None:
        self._store, self._table, self._phones = store, table, phones
        self.merged = Merged(store, table)

    @cached_property
    def _all(self) -> list[tuple[int, str, str, str]]:
        site = "website" if self._table == "account" else "''"
        rows = list(self._store.rows(f"SELECT id, email, phone, {site} FROM {self._table} WHERE deleted_at IS NULL"))
        return rows + [(end, email, phone, website) for end, _, email, phone, website in self.merged.rows]

    @cached_property
    def _by_email(self) -> dict[str, set[int]]:
        return _gathered((email.strip().casefold(), id_) for id_, email, _, _ in self._all)

    @cached_property
    def _by_domain(self) -> dict[str, set[int]]:
        return _gathered((domain_of(site, email), id_) for id_, email, _, site in self._all)

    @cached_property
    def _by_tail(self) -> dict[str, list[tuple[int, str]]]:
        tails: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for id_, _, phone, _ in self._all:
            if len(number := digits(phone)) >= _TAIL:
                tails[number[-_TAIL:]].append((id_, phone))
        return tails

    def email(self, text: str) -> Clue:
        """Those with this e-mail address."""
        return Clue(By.EMAIL, frozenset(self._by_email.get(text.casefold(), ()) if text else ()))

    def phone(self, text: str) -> Clue:
        """Those with this number, however it is written."""
        number = digits(text)
        if len(number) < _TAIL or self._phones is None:
            return Clue(By.PHONE, frozenset())
        near = self._by_tail.get(number[-_TAIL:], ())
        return Clue(By.PHONE, frozenset(id_ for id_, stored in near if self._phones.same(stored, text)))

    def domain(self, website: str, email: str) -> Clue:
        """Those with this domain."""
        return self.with_domain(domain_of(website, email))

    def with_domain(self, domain: str) -> Clue:
        """Those whose own this domain is."""
        return Clue(By.DOMAIN, frozenset(self._by_domain.get(domain, ()) if domain else ()))

    def named(self, name: str) -> tuple[tuple[int, ...], Clue]:
        """Those of this very name, and those whose name differs in accents or signs only."""
        rows = self._store.rows(
            f"SELECT id, name FROM {self._table} WHERE name_key = ? AND deleted_at IS NULL ORDER BY id", (fold(name),)
        )
        key = identity(name)
        exact = tuple(id_ for id_, stored in rows if identity(stored) == key) or self.merged.named(name)
        return exact, Clue(By.ALIKE, frozenset(id_ for id_, _ in rows) - frozenset(exact))

    def exists(self, id_: int | None) -> int | None:
        """The id, if it is one of the workspace; of one that was merged the one that is left."""
        if id_ is None:
            return None
        found = self._store.value(f"SELECT id FROM {self._table} WHERE id = ? AND deleted_at IS NULL", (id_,))
        return int(found) if found is not None else self.merged.into.get(id_)

    def name_of(self, id_: int) -> str:
        """What it is called."""
        return str(self._store.value(f"SELECT name FROM {self._table} WHERE id = ?", (id_,)) or "")


def accounts_of(store: Store, people: Iterable[int]) -> frozenset[int]:
    """The accounts where these people are now."""
    query = """SELECT f.account_id FROM affiliation f JOIN account a ON a.id = f.account_id
        WHERE f.contact_id = ? AND f.until IS NULL AND a.deleted_at IS NULL"""
    return frozenset(row[0] for person in people for row in store.rows(query, (person,)))


def _gathered(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for key, id_ in pairs:
        if key:
            found[key].add(id_)
    return found
