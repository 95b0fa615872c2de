"""Writes an entry back as a line that ``read_line`` reads as the same entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from crm_desktop.domain.entry.pieces import Amount, Piece, Promised, Told
from crm_desktop.domain.kinds import InteractionKind

ORDER = tuple(Piece)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Told):
    """What a line says, with names in place of their numbers; empty or None where it says nothing."""

    account: str = ""
    kind: InteractionKind | None = None
    person: str = ""
    about: str = ""
    promise: Promised | None = None
    amount: Amount | None = None
    note: str = ""


def render(said: Said, order: Sequence[Piece] = ORDER, *, short: bool = False) -> str:
    """The line in English words, or with the ``short`` marks; its pieces in any order.

    The note stands first, and kind and order before what it is about: words behind "about" belong to that.
    """
    if said.about:
        order = sorted(order, key=lambda piece: piece not in (Piece.KIND, Piece.AMOUNT))
    parts = {
        Piece.ACCOUNT: said.account,
        Piece.KIND: said.kind.value if said.kind else "",
        Piece.PERSON: f"@{said.person}" if said.person else "",
        Piece.ABOUT: f"about {said.about}" if said.about else "",
        Piece.RATING: "" if said.rating is None else f"r{said.rating}" if short else f"{said.rating}/10",
        Piece.PROMISE: _promise(said.promise, short=short),
        Piece.FOLLOW_UP: _dated(">" if short else "follow up", said.follow_up_what, said.follow_up, said.follow_up_at),
        Piece.TAG: " ".join(f"#{tag}" for tag in said.tags),
        Piece.MINUTES: "" if said.minutes is None else f"{said.minutes} min",
        Piece.DEPARTMENT: f"dept {said.department}" if said.department else "",
        Piece.HAPPENED: _happened(said.day, said.at),
        Piece.AMOUNT: _amount(said.amount),
    }
    return " ".join(part for part in (said.note, *(parts[piece] for piece in order)) if part)


def _promise(promise: Promised | None, *, short: bool) -> str:
    if promise is None:
        return ""
    mark = "they promise" if promise.theirs else "!" if short else "promise"
    return _dated(mark, promise.what, promise.due, promise.at)


def _dated(mark: str, what: str, day: date | None, at: time | None) -> str:
    parts = (mark, what, day.isoformat() if day else "", f"{at:%H:%M}" if at else "")
    return " ".join(part for part in parts if part) if day else ""


def _happened(day: date | None, at: time | None) -> str:
    if day is None:
        return ""
    return f"on {day.isoformat()} {at:%H:%M}" if at else f"on {day.isoformat()}"


def _amount(amount: Amount | None) -> str:
    return f"order {amount.value:f} {amount.currency}".rstrip() if amount else ""
