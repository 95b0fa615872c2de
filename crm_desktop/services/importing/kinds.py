"""The kinds of things a file can hold and the fields of each; a new kind or field starts here."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from crm_desktop.i18n import tr


class Kind(StrEnum):
    """What the rows of a file are."""

    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    INTERACTIONS = "interactions"
    PURCHASES = "purchases"
    RATINGS = "ratings"
    FOLLOW_UPS = "follow_ups"
    """What appointments to come turn into; no rows of a file are meant as such."""


KINDS = tuple(kind.value for kind in Kind if kind is not Kind.FOLLOW_UPS)


class Field(NamedTuple):
    """A place for a column.

    ``reads`` names the reader in ``checking``: a "label" recurs from row to row, a "text" is another each time; with
    none the column is no value of its own, but says which rows count, or stands in for another column.
    ``longest`` is in characters.
    """

    name: str
    reads: str = "text"
    required: bool = False
    longest: int = 2_000


LONGEST_NOTE = 100_000

_ACCOUNT = Field("account", "account", required=True)
_DAY = Field("date", "day", required=True)
_NOTES = Field("notes", longest=LONGEST_NOTE)

# The order of the fields is the order of the values that a checked row holds, and of the table's columns.
FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.ACCOUNTS: (
        Field("account", "name", required=True),
        Field("tier", "tier"),
        Field("industry", "label"),
        Field("address"),
        Field("phone", "phone"),
        Field("email", "email"),
        Field("website"),
        Field("owner", "label"),
        Field("since", "optional day"),
        _NOTES,
        Field("tags", "tags"),
    ),
    Kind.CONTACTS: (
        Field("account", "optional account"),
        Field("name", "name", required=True),
        Field("phone", "phone"),
        Field("email", "email"),
        _NOTES,
        Field("role", "label"),
    ),
    Kind.INTERACTIONS: (
        _ACCOUNT,
        _DAY,
        Field("kind", "interaction kind"),
        Field("direction", "direction"),
        Field("department", "label"),
        Field("contact", "optional name"),
        Field("who", "label"),
        Field("subject"),
        _NOTES,
        Field("minutes", "minutes"),
    ),
    Kind.PURCHASES: (
        _ACCOUNT,
        _DAY,
        Field("amount", "amount", required=True),
        Field("currency", "currency"),
        Field("what", "label", longest=LONGEST_NOTE),
        Field("reference"),
        Field("refund", "yes or no"),
    ),
    Kind.RATINGS: (
        _ACCOUNT,
        _DAY,
        Field("score", "score", required=True),
        Field("touchpoint", "label"),
        Field("dimension", "label"),
        Field("comment", longest=LONGEST_NOTE),
        Field("contact", "optional name"),
    ),
}

OPEN = "open"
"""Stands where a task that is still to be done would have its day."""

CLUES = ("id", "email", "phone", "website")
"""What tells whose an order, a call or a rating is, beside the name of the account or instead of it."""

OTHER_PHONE, OTHER_EMAIL, ADDRESS_PART = "other_phone", "other_email", "address_part"
OF_SEVERAL = frozenset((OTHER_PHONE, OTHER_EMAIL, ADDRESS_PART))
"""Any number of columns can be one of these: see ``joining``."""

_OTHER_PHONE, _OTHER_EMAIL, _ADDRESS_PART = Field(OTHER_PHONE, ""), Field(OTHER_EMAIL, ""), Field(ADDRESS_PART, "")
_WHOSE = (Field("id", "id"), Field("email", "email"), Field("phone", "phone"), Field("website"), _OTHER_PHONE)

ABOUT_ACCOUNT = ("tier", "industry", "address", "website", "owner")
"""What a row of something else can say about its account."""

_ABOUT_ACCOUNT = tuple(field for field in FIELDS[Kind.ACCOUNTS] if field.name in ABOUT_ACCOUNT)

# What a row can bring besides: an order its person, something about its account, and a rating; a name in two parts;
# the number that this workspace itself gave an account or a person, which its exports hold.
BESIDES: dict[Kind, tuple[Field, ...]] = {
    Kind.ACCOUNTS: (_OTHER_PHONE, _OTHER_EMAIL, _ADDRESS_PART, Field("id", "id")),
    Kind.CONTACTS: (
        Field("first_name", "label"),
        Field("last_name", "label"),
        *_ABOUT_ACCOUNT,
        _OTHER_PHONE,
        _OTHER_EMAIL,
        _ADDRESS_PART,
        Field("id", "id"),
        Field("company", "yes or no"),
    ),
    Kind.INTERACTIONS: (*_WHOSE, Field("status", ""), Field("task", "task")),
    Kind.RATINGS: _WHOSE,
    Kind.PURCHASES: (
        Field("id", "id"),
        Field("status", ""),
        Field("name", "optional name"),
        Field("phone", "phone"),
        _OTHER_PHONE,
        Field("email", "email"),
        Field("role", "label"),
        Field("score", "score"),
        Field("touchpoint", "label"),
        Field("comment", longest=LONGEST_NOTE),
        *_ABOUT_ACCOUNT,
    ),
}


def only_clues(kind: Kind) -> tuple[str, ...]:
    """The columns that tell whose a row of this kind is and nothing besides."""
    if kind is Kind.PURCHASES:
        return ("id",)
    return CLUES if kind in (Kind.INTERACTIONS, Kind.RATINGS) else ()


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields that a column of this kind of file can be."""
    return FIELDS[Kind(kind)] + BESIDES.get(Kind(kind), ())


def field_label(name: str) -> str:
    """What a field is called on the page."""
    labels = {
        "account": tr("Account name"),
        "id": tr("Our number"),
        "company": tr("Is a company"),
        "status": tr("Status or stage"),
        OTHER_PHONE: tr("Other phone"),
        OTHER_EMAIL: tr("Other email"),
        ADDRESS_PART: tr("More of the address"),
        "tier": tr("Tier"),
        "industry": tr("Industry"),
        "address": tr("Address"),
        "phone": tr("Phone"),
        "email": tr("Email"),
        "website": tr("Website"),
        "owner": tr("Owner"),
        "since": tr("Customer since"),
        "notes": tr("Notes"),
        "tags": tr("Tags"),
        "name": tr("Person"),
        "first_name": tr("First name"),
        "last_name": tr("Last name"),
        "role": tr("Role"),
        "date": tr("Date"),
        "kind": tr("Kind"),
        "direction": tr("In or out"),
        "department": tr("Department"),
        "contact": tr("Person"),
        "who": tr("Done by"),
        "subject": tr("Subject"),
        "minutes": tr("Minutes"),
        "task": tr("Task done on"),
        "amount": tr("Amount"),
        "currency": tr("Currency"),
        "what": tr("What"),
        "reference": tr("Reference"),
        "refund": tr("Refund"),
        "score": tr("Rating"),
        "touchpoint": tr("Touchpoint"),
        "dimension": tr("Aspect"),
        "comment": tr("Comment"),
    }
    return labels.get(name) or tr("Skip")
