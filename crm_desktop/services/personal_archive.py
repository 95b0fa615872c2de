"""Writes everything about one person into one .zip: to read, for a spreadsheet, for a machine, and their files."""

from __future__ import annotations

import csv
import io
import json
import shutil
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.neutral import neutral
from crm_desktop.i18n import format_day, tr, tr_n
from crm_desktop.services.files import replacing
from crm_desktop.services.personal_data import Part, ending, everything
from crm_desktop.storage import kept_files
from crm_desktop.storage.store import Store

_TITLES: dict[str, Callable[[], str]] = {
    "contact": lambda: tr("The person"),
    "affiliation": lambda: tr("Where they are, and what they do there"),
    "interaction": lambda: tr("Conversations with them"),
    "rating": lambda: tr("Ratings they gave"),
    "follow_up": lambda: tr("Follow-ups about them"),
    "promise": lambda: tr("Promises made to them or by them"),
    "mentions": lambda: tr("Other places where a text names them"),
    "files": lambda: tr("Files kept with accounts that came from them or name them"),
    "history": lambda: tr("Steps of the history that hold their data"),
}


def save(
    store: Store, contact: int, target: Path, today: date, progress: Callable[[int, int], None] = lambda _d, _t: None
) -> int:
    """Writes the archive whole or not at all; returns how many rows are in it. Raises ``UserError``.

    The names inside are ours, never the person's: no program that unpacks it can be led astray.
    """
    if target.suffix.lower() != ".zip":
        raise UserError(
            tr("{file} does not end in .zip.", file=target.name), tr("Nothing was saved."), tr("Choose such a name.")
        )
    folder = kept_files.folder_of(store.path)
    found = [part for part in everything(store, contact, progress) if part.rows or part.kind == "contact"]
    parts, kept = _with_files(found, folder)
    count = sum(len(part.rows) for part in parts)
    with replacing(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "everything.txt", _as_text(parts, today))
        _put(archive, "person.json", _as_json(parts, today))
        for part in parts:
            _put(archive, f"{part.kind}.csv", "\ufeff" + _as_csv(part))
        for name, sha256 in kept.items():
            source = kept_files.open_kept(folder, sha256)
            if source is not None:
                with source, archive.open(_entry(name), "w") as copy:
                    shutil.copyfileobj(source, copy)
    return count


def told(name: str, rows: int, target: Path) -> str:
    """What is said when it is done."""
    return tr_n(
        "{n} entry about {name} written to {file}.", "{n} entries about {name} written to {file}.", rows, name=name,
        file=target.name,
    )  # fmt: skip


def _with_files(parts: Sequence[Part], folder: Path) -> tuple[list[Part], dict[str, str]]:
    """The parts as they are written, and of each kept file its name in the archive and its fingerprint."""
    shown, kept = [], {}
    for part in parts:
        if part.kind == "files":
            rows = []
            for number, (*cells, name, sha256) in enumerate(part.rows, start=1):
                inside = f"files/{number}{'.' if ending(name) else ''}{ending(name)}"
                if kept_files.is_sound(folder, sha256):
                    kept[inside] = sha256
                rows.append((name, *cells, inside if inside in kept else tr("missing")))
            part = Part(part.kind, ("name", "bytes", "day", "in this archive"), tuple(rows))
        shown.append(part)
    return shown, kept


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(_entry(name), text.encode("utf-8", "replace"))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, time.localtime()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return entry


def _as_json(parts: Sequence[Part], today: date) -> str:
    held: dict[str, Any] = {
        part.kind: [dict(zip(part.columns, row, strict=True)) for row in part.rows] for part in parts
    }
    return json.dumps({"made_on": today.isoformat(), **held}, ensure_ascii=False, indent=1) + "\n"


def _as_text(parts: Sequence[Part], today: date) -> str:
    lines = [tr("Everything about this person, as of {day}", day=format_day(today, "long")), ""]
    lines += [tr("Before handing this on, look for what it tells about other people."), ""]
    for part in parts:
        known = _TITLES.get(part.kind)
        title = known() if known else part.kind.replace("_", " ")
        lines += [title, "=" * len(title)]
        for row in part.rows:
            told_cells = zip(part.columns, row, strict=True)
            lines += [f"{column}: {value}" for column, value in told_cells if value != "" and column != "id"]
            lines.append("")
    return "\n".join(lines)


def _as_csv(part: Part) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(part.columns)
    writer.writerows([neutral(value) if isinstance(value, str) else value for value in row] for row in part.rows)
    return out.getvalue()
