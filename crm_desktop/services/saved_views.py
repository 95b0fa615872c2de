"""Views of the accounts: those of the program and those that people saved, with how many accounts each has."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from crm_desktop.domain.account_filter import NEVER, YES, AccountFilter, Field, Term, from_json
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.satisfaction import Band
from crm_desktop.domain.signals import Standing
from crm_desktop.i18n import tr
from crm_desktop.services import account_filter, account_views
from crm_desktop.storage.store import Store
from crm_desktop.storage.tables import SavedView

LONGEST_NAME = 60
ALL, ARCHIVED = "all", "archived"


class View(NamedTuple):
    """``key`` stays the same for good; a ``fixed`` view cannot be renamed, moved or deleted."""

    key: str
    name: str
    filter: AccountFilter
    fixed: bool = False


def _of(*terms: tuple[Field, tuple[str, ...]]) -> AccountFilter:
    return AccountFilter(tuple(Term(*term) for term in terms))


_OFF_RHYTHM = (Field.RHYTHM, (str(Standing.SLIPPING), str(Standing.SLOWING)))
_TIER_A = (Field.TIER, ("A",))
_ADVOCATES = (Field.RATING, (str(Band.ADVOCATE),))


def fixed_views() -> list[View]:
    """The tabs that are always there."""
    return [
        View(ALL, tr("All"), AccountFilter(), fixed=True),
        View("off_rhythm", tr("Off rhythm"), _of(_OFF_RHYTHM), fixed=True),
        View("tier_a", tr("A accounts"), _of(_TIER_A), fixed=True),
        View("advocates", tr("Advocates"), _of(_ADVOCATES), fixed=True),
        View("never_rated", tr("Never rated"), _of((Field.RATING, (NEVER,))), fixed=True),
        View(ARCHIVED, tr("Archived"), _of((Field.ARCHIVED, (YES,))), fixed=True),
    ]


def _builtin() -> dict[str, View]:
    """What stands among one's views from the beginning, and can be renamed, moved and taken away."""
    views = (
        View("quiet_a", tr("A accounts gone quiet"), _of(_TIER_A, _OFF_RHYTHM)),
        View("unrated", tr("No rating for a year"), _of((Field.NOT_RATED, ("365",)))),
        View("thank", tr("Advocates to thank"), _of(_ADVOCATES, (Field.NO_CONTACT, ("30",)))),
        View("new", tr("New, first 90 days"), _of((Field.NEW, ("90",)))),
    )
    return {view.key: view for view in views}


class _Row(NamedTuple):
    id: int
    name: str
    filters: str
    position: int
    builtin: str
    deleted_at: int | None


def _rows(store: Store) -> list[_Row]:
    return [_Row(*row) for row in store.rows(f"SELECT {', '.join(_Row._fields)} FROM saved_view ORDER BY id")]


class _Placed(NamedTuple):
    place: tuple[int, int]
    view: View
    row: int | None


def _placed(store: Store) -> list[_Placed]:
    rows = _rows(store)
    touched = {row.builtin for row in rows if row.builtin}
    found = [
        _Placed((place, 0), view, None) for place, (key, view) in enumerate(_builtin().items()) if key not in touched
    ]
    shown: set[str] = set()
    for row in rows:
        # Two laptops may both have changed a view of the program: the older row counts.
        twice = bool(row.builtin) and row.builtin in shown
        shown.add(row.builtin)
        if row.deleted_at is None and not twice:
            view = View(row.builtin or str(row.id), row.name, from_json(json.loads(row.filters)))
            found.append(_Placed((row.position, row.id), view, row.id))
    return sorted(found, key=lambda each: each.place)


def views(store: Store) -> list[View]:
    """One's own views, in their order."""
    return [each.view for each in _placed(store)]


def counts(store: Store, some: Sequence[View], today: date, *, me: str = "") -> dict[str, int]:
    """How many accounts each view has, by its key."""
    found = {}
    counted: list[str] = []
    columns: list[str] = []
    values: dict[str, Any] = {}
    for number, view in enumerate(some):
        if view.filter.text.strip():
            ids = account_views.filtered_ids(store, view.filter, today, me=me)
            found[view.key] = len(ids)
            continue
        condition = account_filter.condition(view.filter, today, me=me, prefix=f"v{number}_")
        counted.append(view.key)
        columns.append(f"count(*) FILTER (WHERE {condition.text})")
        values |= condition.values
    if counted:
        row = store.row(
            f"""SELECT {", ".join(columns)} FROM account a {" ".join(account_filter.JOINS.values())}
            WHERE a.deleted_at IS NULL""",
            values,
        )
        found |= dict(zip(counted, row, strict=True))
    return found


# -- changing --------------------------------------------------------------------------------------


def create(store: Store, name: str, wanted: AccountFilter) -> str:
    """Saves a view after the others and returns its key. Raises ``UserError`` for a name that cannot be."""
    name = _checked_name(store, name)
    last = max((each.place[0] for each in _placed(store)), default=0)
    with store.operation(tr("Save view {name}", name=name)):
        row = store.insert(SavedView, name=name, filters=_text(wanted), position=max(last, len(_builtin())) + 1)
    return str(row)


def rename(store: Store, key: str, name: str) -> None:
    """Another name. Raises ``UserError`` for one that cannot be, or when the view is gone."""
    view = _get(store, key).view
    if name.strip() != view.name:
        name = _checked_name(store, name)
        with store.operation(tr("Rename view {name}", name=view.name)):
            _set(store, key, name=name)


def change(store: Store, key: str, wanted: AccountFilter) -> None:
    """Another filter under the same name."""
    view = _get(store, key).view
    if not view.filter.same_as(wanted):
        with store.operation(tr("Change view {name}", name=view.name)):
            _set(store, key, filters=_text(wanted))


def delete(store: Store, key: str) -> None:
    """Takes a view away; the accounts in it stay as they are."""
    name = _get(store, key).view.name
    with store.operation(tr("Delete view {name}", name=name)):
        _set(store, key, deleted_at=time.time_ns() // 1_000_000)


def move(store: Store, key: str, step: int) -> bool:
    """Moves a view so many places on (or back, below 0) among one's own; whether there was room."""
    placed = _placed(store)
    keys = [each.view.key for each in placed]
    here = keys.index(_get(store, key).view.key)
    there = min(max(here + step, 0), len(keys) - 1)
    if there == here:
        return False
    keys.insert(there, keys.pop(here))
    name = next(each.view.name for each in placed if each.view.key == key)
    places = {each.view.key: each.place[0] for each in placed}
    with store.operation(tr("Move view {name}", name=name)):
        for place, each in enumerate(keys):
            if places[each] != place:
                _set(store, each, position=place)
    return True


def _get(store: Store, key: str) -> _Placed:
    found = next((each for each in _placed(store) if each.view.key == key), None)
    if found is None:
        raise UserError(tr("This view is no longer here."), tr("Nothing was changed."))
    return found


def _set(store: Store, key: str, **columns: Any) -> None:
    """Writes into a view's row; one of the program gets its row now."""
    placed = _get(store, key)
    if placed.row is None:
        written = {"name": placed.view.name, "filters": _text(placed.view.filter), "position": placed.place[0]}
        store.insert(SavedView, builtin=key, **written | columns)
    else:
        SavedView.update(columns).where(SavedView.id == placed.row).execute()


def _text(wanted: AccountFilter) -> str:
    return json.dumps(wanted.as_json(), ensure_ascii=False)


def _checked_name(store: Store, name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise UserError(tr("A view needs a name."), tr("Nothing was saved."))
    if len(clean) > LONGEST_NAME:
        raise UserError(tr("A view's name has at most {most} characters.", most=LONGEST_NAME), tr("Nothing was saved."))
    if any(view.name.casefold() == clean.casefold() for view in [*fixed_views(), *views(store)]):
        raise UserError(tr("There is a view called “{name}” already.", name=clean), tr("Nothing was saved."))
    return clean
