"""Keeps how a kind of file was matched and read by hand, for the next file with the same header."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

from crm_desktop.domain.errors import UserError
from crm_desktop.services.importing.headers import plain
from crm_desktop.services.importing.kinds import KINDS, Kind, fields_of
from crm_desktop.services.importing.reading import Source
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.storage.store import Store
from crm_desktop.storage.tables import Setting

_PREFIX = "import "
_KEPT = ("date_order", "decimal", "currency", "score_scale", "country", "mode")


def _key(source: Source) -> str:
    """The same for files whose columns have the same names in the same order."""
    names = "\x1f".join(plain(name) or name for name in source.header)
    return _PREFIX + hashlib.sha256(names.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def remembered(store: Store, source: Source) -> tuple[Kind, tuple[str, ...]] | None:
    """The kind and the field of each column as they were chosen for such a file, if they were."""
    stored = _stored(store, source)
    if stored.get("kind") not in KINDS:
        return None
    kind, names = Kind(stored["kind"]), stored.get("fields")
    known = {"", *(field.name for field in fields_of(kind))}
    if not isinstance(names, list) or len(names) != len(source.header) or not known.issuperset(names):
        return None
    return kind, tuple(names)


def remembered_settings(store: Store, source: Source) -> ImportSettings:
    """What was told about reading such a file; nothing where nothing was."""
    told = _stored(store, source).get("settings")
    try:
        return ImportSettings.from_json(told if isinstance(told, dict) else {})
    except UserError:  # of an older or a newer program
        return ImportSettings()


def as_before(store: Store, source: Source, settings: ImportSettings, names: Collection[str]) -> ImportSettings:
    """The settings with these filled in as they were told for such a file before, where nothing is told now."""
    open_ = [name for name in names if getattr(settings, name) is None]
    before = remembered_settings(store, source) if open_ else settings
    return replace(settings, **{name: getattr(before, name) for name in open_})


def remember(store: Store, source: Source, kind: Kind, names: tuple[str, ...], settings: ImportSettings) -> None:
    """Keeps the choice, inside an open operation: with the import it is taken back."""
    text = json.dumps({"kind": str(kind), "fields": list(names), "settings": told_settings(settings)},
                      ensure_ascii=False)  # fmt: skip
    if not Setting.update(value=text).where(Setting.key == _key(source)).execute():
        store.insert(Setting, key=_key(source), value=text)


def told_settings(settings: ImportSettings) -> dict[str, Any]:
    """What a person told about reading a file, as ``--settings`` gives it."""
    told = {name: getattr(settings, name) for name in _KEPT}
    return {name: _plain(value) for name, value in told.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [int(number) if number == int(number) else float(number) for number in map(Decimal, value)]
    return str(value)


def _stored(store: Store, source: Source) -> dict[str, Any]:
    text = store.value("SELECT value FROM setting WHERE key = ?", (_key(source),))
    stored = json.loads(text) if text else None
    return stored if isinstance(stored, dict) else {}
