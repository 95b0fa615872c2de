"""Turns a filter of accounts into a condition of a query; every value is bound, none is ever part of the text."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from crm_desktop.domain.account_filter import LATE, ME, NEVER, NOBODY, NONE, AccountFilter, Field, Term
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.satisfaction import LOWEST_ADVOCATE, LOWEST_SATISFIED, Band
from crm_desktop.domain.signals import Standing
from crm_desktop.services import accounts

JOINS = {
    "s.": "LEFT JOIN standing s ON s.account_id = a.id",
    "k.": "LEFT JOIN stake k ON k.account_id = a.id",
    "r.": "LEFT JOIN rhythm r ON r.account_id = a.id",
}
_NEVER_DAY = -1_000_000
# A place in standings.ORDER, which would bring the whole detector along before the first paint.
_PLACES = {str(standing): place for place, standing in enumerate(Standing)}
_BANDS = {
    str(Band.AT_RISK): f"r.rating < {LOWEST_SATISFIED}",
    str(Band.SATISFIED): f"r.rating >= {LOWEST_SATISFIED} AND r.rating < {LOWEST_ADVOCATE}",
    str(Band.ADVOCATE): f"r.rating >= {LOWEST_ADVOCATE}",
    NEVER: "r.rating IS NULL",
}
_OPEN_PROMISES = "SELECT account_id FROM promise WHERE state = 'open' AND deleted_at IS NULL"
_OPEN_FOLLOW_UPS = "SELECT account_id FROM follow_up WHERE done_on IS NULL AND deleted_at IS NULL"
_FIRST_ORDER = """(SELECT min(p.day) FROM purchase p WHERE p.account_id = a.id AND p.deleted_at IS NULL
    AND p.refund = 0)"""


class Condition(NamedTuple):
    """``text`` speaks of ``account a`` and the tables of ``JOINS``; ``values`` are its parameters by name."""

    text: str
    values: dict[str, Any]

    @property
    def joins(self) -> list[str]:
        """The joins that it needs."""
        return [join for alias, join in JOINS.items() if alias in self.text]


def condition(wanted: AccountFilter, today: date, *, me: str = "", prefix: str = "f") -> Condition:
    """The terms of a filter, without its text. ``me`` is who sits here; ``prefix`` begins every parameter's name."""
    parts, values = [], {}
    for number, term in enumerate(wanted.terms):
        if term.field is Field.UNKNOWN:
            continue
        part, value = _BUILDERS[term.field](term, f":{prefix}{number}", day_number(today), me)
        parts.append(f"({part})")
        if value is not None:
            values[f"{prefix}{number}"] = value
    if not any(term.field is Field.ARCHIVED for term in wanted.terms):
        parts.append("a.archived = 0")
    return Condition(" AND ".join(parts), values)


_Built = tuple[str, Any]


def _tier(term: Term, name: str, _today: int, _me: str) -> _Built:
    return f"{accounts.SORTS['tier']} IN (SELECT value FROM json_each({name}))", json.dumps(term.values)


def _rhythm(term: Term, name: str, _today: int, _me: str) -> _Built:
    places = json.dumps([_PLACES[value] for value in term.values])
    text = f"s.status IN (SELECT value FROM json_each({name}))"
    # Who never bought has no standing yet.
    return (f"s.status IS NULL OR {text}" if str(Standing.LEARNING) in term.values else text), places


def _owner(term: Term, name: str, _today: int, me: str) -> _Built:
    named = {ME: me, NOBODY: ""}
    owners = [named.get(value, value) for value in term.values]
    return f"a.owner IN (SELECT value FROM json_each({name}))", json.dumps(owners)


def _industry(term: Term, name: str, _today: int, _me: str) -> _Built:
    return f"a.industry IN (SELECT value FROM json_each({name}))", json.dumps(term.values)


def _tag(term: Term, name: str, _today: int, _me: str) -> _Built:
    one_of = f"EXISTS (SELECT 1 FROM json_each(a.tags) t WHERE t.value IN (SELECT value FROM json_each({name})))"
    return f"a.tags <> '[]' AND {one_of}", json.dumps(term.values)


def _rating(term: Term, _name: str, _today: int, _me: str) -> _Built:
    return " OR ".join(_BANDS[value] for value in term.values), None


def _silent(term: Term, name: str, _today: int, _me: str) -> _Built:
    return f"{accounts.SILENCE} > {name}", int(term.values[0])


def _no_contact(term: Term, name: str, today: int, _me: str) -> _Built:
    return f"coalesce(r.last_contact, {_NEVER_DAY}) < {name}", today - int(term.values[0])


def _not_rated(term: Term, name: str, today: int, _me: str) -> _Built:
    return f"coalesce(r.rating_day, {_NEVER_DAY}) < {name}", today - int(term.values[0])


def _new(term: Term, name: str, today: int, _me: str) -> _Built:
    return f"coalesce(a.since, {_FIRST_ORDER}) >= {name}", today - int(term.values[0])


def _promise(term: Term, name: str, today: int, _me: str) -> _Built:
    only_late = term.values == (LATE,)
    return f"a.id IN ({_OPEN_PROMISES} AND due < {name})", today if only_late else 1 << 40


def _follow_up(term: Term, name: str, today: int, _me: str) -> _Built:
    asked = [value for value in term.values if value != NONE]
    parts = [f"a.id NOT IN ({_OPEN_FOLLOW_UPS})"] if NONE in term.values else []
    if not asked:
        return parts[0], None
    parts.append(f"a.id IN ({_OPEN_FOLLOW_UPS} AND due < {name})")
    return " OR ".join(parts), today if asked == [LATE] else 1 << 40


def _archived(_term: Term, _name: str, _today: int, _me: str) -> _Built:
    return "a.archived = 1", None


_BUILDERS: dict[Field, Callable[[Term, str, int, str], _Built]] = {
    Field.TIER: _tier,
    Field.RHYTHM: _rhythm,
    Field.OWNER: _owner,
    Field.TAG: _tag,
    Field.INDUSTRY: _industry,
    Field.RATING: _rating,
    Field.SILENT: _silent,
    Field.NO_CONTACT: _no_contact,
    Field.NOT_RATED: _not_rated,
    Field.NEW: _new,
    Field.PROMISE: _promise,
    Field.FOLLOW_UP: _follow_up,
    Field.ARCHIVED: _archived,
}
