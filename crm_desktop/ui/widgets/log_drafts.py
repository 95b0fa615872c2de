"""Keeps what is typed in the quick log in a small file until it is saved: Esc or a crash lose nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.paths import state_folder
from crm_desktop.services.accounts import Match

_MOST = 20


@dataclass(frozen=True, slots=True)
class LogDraft:
    """The line, and what was chosen in the form (see ``log_values.merge``). ``opened_on`` is the row's account."""

    text: str = ""
    chosen: Mapping[str, Any] = field(default_factory=dict)
    opened_on: int | None = None
    opening_text: str = ""
    plain: tuple[tuple[int, int], ...] = ()
    """Stretches of the line that were made plain text."""

    @property
    def place(self) -> str:
        """Where it was begun; each place has one draft, so that no line ends at another account."""
        return f"{self.opened_on or ''}|{self.opening_text.strip()}"

    @property
    def is_empty(self) -> bool:
        """Nothing was typed beyond what stood there at the opening, and nothing was chosen."""
        return self.text.strip() in ("", self.opening_text.strip()) and not self.chosen


def find(workspace: Path, draft: LogDraft) -> LogDraft | None:
    """The draft begun where this one is; opened on nothing in particular, else the newest one."""
    drafts = _read(workspace)
    found = drafts.get(draft.place)
    if found is None and draft.place == LogDraft().place and drafts:
        found = list(drafts.values())[-1]
    return found


def keep(workspace: Path, draft: LogDraft) -> None:
    """Writes a draft, as the newest one; an empty one is forgotten. A disk that refuses is no reason to stop typing."""
    drafts = _read(workspace)
    drafts.pop(draft.place, None)
    if not draft.is_empty:
        drafts[draft.place] = draft
    _write(workspace, list(drafts.values())[-_MOST:])


def forget(workspace: Path, draft: LogDraft) -> None:
    """Removes the draft begun where this one is."""
    drafts = _read(workspace)
    if drafts.pop(draft.place, None) is not None:
        _write(workspace, list(drafts.values()))


def draft_file(workspace: Path) -> Path:
    """Where the drafts of a workspace lie. Raises ``UserError`` when there can be no such folder."""
    name = hashlib.sha256(os.fsencode(workspace.absolute())).hexdigest()[:16]
    return state_folder() / f"quick-log-{name}.json"


def _read(workspace: Path) -> dict[str, LogDraft]:
    """The drafts by their place, the newest last; what cannot be read is none."""
    try:
        stored = json.loads(draft_file(workspace).read_text(encoding="utf-8"))
        drafts = [_draft_from(item) for item in stored]
    except (UserError, OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return {draft.place: draft for draft in drafts}


def _write(workspace: Path, drafts: list[LogDraft]) -> None:
    with contextlib.suppress(UserError, OSError):
        path = draft_file(workspace)
        if not drafts:
            path.unlink(missing_ok=True)
            return
        fresh = path.with_suffix(".new")
        with open(fresh, "w", encoding="utf-8", opener=_owner_only) as file:
            json.dump([_as_json(draft) for draft in drafts], file, ensure_ascii=False)
        fresh.replace(path)


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _as_json(draft: LogDraft) -> dict[str, Any]:
    chosen = dict(draft.chosen)
    if isinstance(chosen.get("account"), Match):
        chosen["account"] = list(chosen["account"])
    for name in ("follow_up", "promise"):
        if isinstance(chosen.get(name), date):
            chosen[name] = chosen[name].isoformat()
    for name in ("follow_up_at", "promise_at"):
        if isinstance(chosen.get(name), time):
            chosen[name] = chosen[name].isoformat()
    return {
        "text": draft.text,
        "chosen": chosen,
        "opened_on": draft.opened_on,
        "opening_text": draft.opening_text,
        "plain": [list(stretch) for stretch in draft.plain],
    }


def _draft_from(item: Any) -> LogDraft:
    chosen = {key: _READERS[key](value) for key, value in item["chosen"].items()}
    opened_on = item["opened_on"]
    return LogDraft(
        text=_text(item["text"]),
        chosen=chosen,
        opened_on=None if opened_on is None else int(opened_on),
        opening_text=_text(item["opening_text"]),
        plain=tuple((int(start), int(end)) for start, end in item.get("plain", ())),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _account(value: Any) -> Match | str:
    if isinstance(value, str):
        return value
    number, name, tier, archived = value
    return Match(int(number), _text(name), _text(tier), bool(archived))


def _rating(value: Any) -> int | None:
    if value is not None and value not in range(11):
        raise ValueError("not a rating")
    return None if value is None else int(value)


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _time(value: Any) -> time | None:
    return None if value is None else time.fromisoformat(value)


_READERS = {
    "account": _account,
    "contact": lambda value: None if value is None else int(value),
    "kind": InteractionKind,
    "subject": _text,
    "rating": _rating,
    "promise": _day,
    "promise_what": _text,
    "promise_at": _time,
    "follow_up": _day,
    "follow_up_what": _text,
    "follow_up_at": _time,
    "notes": _text,
}
