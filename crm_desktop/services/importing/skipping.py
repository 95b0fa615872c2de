"""Takes down which columns hold values though no field takes them, so that none is dropped without a word."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crm_desktop.i18n import tr, tr_n
from crm_desktop.services.export_tables import ID
from crm_desktop.services.importing.headers import plain
from crm_desktop.services.importing.mapping import SKIPPED, Mapping
from crm_desktop.services.importing.reading import Source, left_out_title

_MOST_NAMED = 8


class SkippedColumns:
    """``told``: names of columns that a script skips itself."""

    def __init__(self, source: Source, mapping: Mapping, told: Collection[str] = ()) -> None:
        self._header = source.header
        known = {left_out_title(), ID, *told}
        self._empty = [
            at
            for at, field in enumerate(mapping.fields)
            if field == SKIPPED and source.header[at] not in known and plain(source.header[at]) not in map(plain, known)
        ]
        self._filled: list[int] = []

    def look(self, rows: Sequence[Sequence[str]]) -> None:
        """Looks for values in the columns that were empty so far."""
        for at in self._empty[:]:
            if any(at < len(cells) and cells[at] and not cells[at].isspace() for cells in rows):
                self._empty.remove(at)
                self._filled.append(at)

    def warnings(self) -> list[str]:
        """The sentence that names them."""
        if not self._filled:
            return []
        named = [self._header[at] or tr("column {n}", n=at + 1) for at in sorted(self._filled)]
        return [
            tr_n(
                "{n} column with values is skipped: {names}.",
                "{n} columns with values are skipped: {names}.",
                len(named),
                names=", ".join(named[:_MOST_NAMED]) + (" …" if len(named) > _MOST_NAMED else ""),
            )
        ]
