"""Why two entries are probably one, in words; and the fields of both side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from crm_desktop.domain.known import Reason
from crm_desktop.i18n import format_day, tr, tr_n
from crm_desktop.services import merging, merging_people
from crm_desktop.services.duplicates import Of, Pair
from crm_desktop.services.merging import FIELDS, Side
from crm_desktop.services.merging_people import SamePerson
from crm_desktop.storage.store import Store


def reasons(pair: Pair) -> str:
    """ "same phone, same domain, name 93 % alike"."""
    return ", ".join(_reason(reason, pair.name) for reason in sorted(pair.reasons, key=_ORDER.index))


_ORDER = (
    Reason.EMAIL, Reason.PHONE, Reason.DOMAIN, Reason.DOMAIN_STEM, Reason.ADDRESS, Reason.EMPLOYER, Reason.NAME,
    Reason.SCRIPT,
)  # fmt: skip


def _reason(reason: Reason, name: int) -> str:
    if reason is Reason.NAME:
        return tr("same name") if name == 100 else tr("name {percent} % alike", percent=name)
    return {
        Reason.EMAIL: tr("same email"),
        Reason.PHONE: tr("same phone"),
        Reason.DOMAIN: tr("same domain"),
        Reason.DOMAIN_STEM: tr("same domain but for its ending"),
        Reason.ADDRESS: tr("same address"),
        Reason.EMPLOYER: tr("at the same account"),
        Reason.SCRIPT: tr("letters of another script that look the same"),
    }[reason]


class Line(NamedTuple):
    """One field of two entries. ``side`` is whose value is proposed, ``None`` where there is nothing to choose."""

    field: str
    label: str
    kept: str
    other: str
    side: Side | None


class Sides(NamedTuple):
    """Two entries as the window shows them, and what is needed to merge just these."""

    pair: Pair
    kept: int
    other: int
    kept_name: str
    other_name: str
    lines: tuple[Line, ...]
    people: tuple[SamePerson, ...]
    history: str
    seen: Any


def side_by_side(store: Store, pair: Pair) -> Sides:
    """The two of a pair. Raises ``UserError`` when one is gone."""
    if pair.of is Of.PEOPLE:
        return _people(store, pair)
    compared = merging.compare(store, pair.one, pair.other)
    kept, other = compared.kept, compared.other
    lines = [
        Line(
            field,
            _label(field),
            _value(field, getattr(kept, field)),
            _value(field, getattr(other, field)),
            compared.sides[field] if compared.differs(field) else None,
        )
        for field in FIELDS
        if getattr(kept, field) not in ("", None) or getattr(other, field) not in ("", None)
    ]
    lines += _both(kept.notes, other.notes, ", ".join(kept.tags), ", ".join(other.tags))
    history = tr(
        "Everything that happened stays: {kept} and {other} come together.",
        kept=tr_n("{n} entry", "{n} entries", compared.kept_events),
        other=tr_n("{n} entry", "{n} entries", compared.other_events),
    )
    seen = (kept, other)
    return Sides(pair, kept.id, other.id, kept.name, other.name, tuple(lines), compared.people, history, seen)


def _people(store: Store, pair: Pair) -> Sides:
    which = merging_people.which_is_kept(store, pair.one, pair.other)
    kept, other = merging_people.values(store, which.kept), merging_people.values(store, which.other)
    lines = []
    for field in ("name", "phone", "email"):
        ours, theirs = getattr(kept, field), getattr(other, field)
        if ours or theirs:
            side = None if ours == theirs else Side.OTHER if not ours else Side.KEPT
            lines.append(Line(field, _label(field), ours, theirs, side))
    lines += _both(kept.notes, other.notes, "", "")
    history = tr("What they said and did stays, at every account where they are.")
    return Sides(pair, kept.id, other.id, kept.name, other.name, tuple(lines), (), history, (kept, other))


def _both(notes: str, their_notes: str, tags: str, their_tags: str) -> list[Line]:
    """What needs no choice, because both are kept."""
    lines = [
        Line("notes", _label("notes"), notes, their_notes, None),
        Line("tags", _label("tags"), tags, their_tags, None),
    ]
    return [line for line in lines if line.kept or line.other]


def merge(store: Store, sides: Sides, chosen: Mapping[str, Side]) -> None:
    """Merges the two with the values chosen; refused when one of them has been changed since it was shown."""
    if sides.pair.of is Of.PEOPLE:
        take = frozenset(field for field, side in chosen.items() if side is Side.OTHER)
        merging_people.merge(store, sides.kept, sides.other, take, seen=sides.seen)
    else:
        merging.merge(store, sides.kept, sides.other, chosen, people=sides.people, seen=sides.seen)


def _value(field: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return format_day(value, "date")
    if field == "contact_every":
        return tr_n("every {n} day", "every {n} days", value) if value else tr("never")
    return " ".join(str(value).split())


def _label(field: str) -> str:
    return {
        "name": tr("Name"), "tier": tr("Tier"), "phone": tr("Phone"), "email": tr("Email"), "website": tr("Website"),
        "address": tr("Address"), "industry": tr("Industry"), "owner": tr("Owner"), "since": tr("Customer since"),
        "contact_every": tr("Talk"), "notes": tr("Notes"), "tags": tr("Tags"),
    }[field]  # fmt: skip
