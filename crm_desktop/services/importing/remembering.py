"""Keeps how the columns of a kind of file were matched by hand, for the next file with the same header."""

from __future__ import annotations

import hashlib
import json

from crm_desktop.services.importing.headers import plain
from crm_desktop.services.importing.kinds import KINDS, Kind, fields_of
from crm_desktop.services.importing.reading import Source
from crm_desktop.storage.store import Store
from crm_desktop.storage.tables import Setting

_PREFIX = "import "


def _key(source: Source) -> str:
    """The same for files whose columns have the same names in the same order."""
    names = "\x1f".join(plain(name) or name for name in source.header)
    return _PREFIX + hashlib.sha256(names.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def remembered(store: Store, source: Source) -> tuple[Kind, tuple[str, ...]] | None:
    """The kind and the field of each column as they were chosen for such a file, if they were."""
    text = store.value("SELECT value FROM setting WHERE key = ?", (_key(source),))
    stored = json.loads(text) if text else None
    if not isinstance(stored, dict) or stored.get("kind") not in KINDS:
        return None
    kind, names = Kind(stored["kind"]), stored.get("fields")
    known = {"", *(field.name for field in fields_of(kind))}
    if not isinstance(names, list) or len(names) != len(source.header) or not known.issuperset(names):
        return None
    return kind, tuple(names)


def remember(store: Store, source: Source, kind: Kind, names: tuple[str, ...]) -> None:
    """Keeps the choice, inside an open operation: with the import it is taken back."""
    text = json.dumps({"kind": str(kind), "fields": list(names)}, ensure_ascii=False)
    if not Setting.update(value=text).where(Setting.key == _key(source)).execute():
        store.insert(Setting, key=_key(source), value=text)
