"""Takes down which columns hold values that no field takes, or not of every row: none is dropped without a word."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crm_desktop.i18n import tr, tr_n
from crm_desktop.services.export_tables import ID
from crm_desktop.services.importing.headers import plain
from crm_desktop.services.importing.kinds import OTHER_EMAIL, OTHER_PHONE
from crm_desktop.services.importing.mapping import SKIPPED, Mapping
from crm_desktop.services.importing.reading import Source, left_out_title

_MOST_NAMED = 8


class SkippedColumns:
    """``told``: names of columns that a script skips itself."""

    def __init__(self, source: Source, mapping: Mapping, told: Collection[str] = ()) -> None:
        self._header, self._mapping = source.header, mapping
        known = {left_out_title(), ID, *told}
        self._empty = [
            at
            for at, field in enumerate(mapping.fields)
            if field in (SKIPPED, "status", OTHER_PHONE, OTHER_EMAIL)
            and source.header[at] not in known
            and plain(source.header[at]) not in map(plain, known)
        ]
        self._filled: list[int] = []

    def look(self, rows: Sequence[Sequence[str]]) -> None:
        """Looks for values in the columns that were empty so far."""
        for at in self._empty[:]:
            if any(at < len(cells) and cells[at] and not cells[at].isspace() for cells in rows):
                self._empty.remove(at)
                self._filled.append(at)

    def warnings(self, used: int | None = None) -> list[str]:
        """The sentences that name them; ``used``: the column of a status that did tell something."""
        phones, emails = self._others("phone", OTHER_PHONE), self._others("email", OTHER_EMAIL)
        found = []
        for columns in (phones, emails):
            first, *others = columns or [0]
            if others and self._mapping.notes_others:
                sentence = tr(
                    "“{others}”: taken where “{first}” is empty; what is more than one in a row is put into its notes.",
                    others=self._named(others),
                    first=self._named([first]),
                )
                found.append(sentence)
            elif others:
                sentence = tr(
                    "“{others}”: taken where “{first}” is empty; a second number of a row is not kept.",
                    others=self._named(others),
                    first=self._named([first]),
                )
                found.append(sentence)
        if skipped := sorted({*self._filled} - {*phones, *emails, used}):
            found.append(
                tr_n(
                    "{n} column with values is skipped: {names}.",
                    "{n} columns with values are skipped: {names}.",
                    len(skipped),
                    names=self._named(skipped),
                )
            )
        return found

    def _others(self, field: str, other: str) -> list[int]:
        """The column of the field and those beside it that hold anything; nothing where there is no such field."""
        first = self._mapping.column(field)
        others = [at for at in sorted(self._filled) if self._mapping.fields[at] == other]
        return [first, *others] if first is not None else []

    def _named(self, columns: Sequence[int]) -> str:
        names = [self._header[at] or tr("column {n}", n=at + 1) for at in columns[:_MOST_NAMED]]
        return ", ".join(names) + (" …" if len(columns) > _MOST_NAMED else "")
