"""Reads the numbers that a workspace gives its accounts and people, as its exports hold them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.domain.neutral import unmarked
from crm_desktop.domain.parsing import Fault, UnreadableError
from crm_desktop.services.importing.kinds import Kind
from crm_desktop.services.importing.settings import Mode
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.services.importing.mapping import Mapping
    from crm_desktop.services.importing.reading import Source

# Numbers of other programs are shorter: ours hold the time they were given at.
_LEAST_DIGITS, _MOST_DIGITS = 15, 19


def is_id(text: str) -> bool:
    """It has the look of such a number."""
    text = unmarked(text.strip())
    return text.isascii() and text.isdigit() and _LEAST_DIGITS <= len(text) <= _MOST_DIGITS


def are_rounded(cells: Sequence[str]) -> bool:
    """A spreadsheet has taken them for figures and kept 15 digits: by chance they may be the numbers of others."""
    return len(cells) > 1 and all(cell.strip().endswith("000") for cell in cells)


def parse_id(text: str) -> int | None:
    """The number; ``None`` in an empty cell. A spreadsheet that rounded it (7.3E+17) makes it unreadable."""
    text = unmarked(text.strip())
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise UnreadableError(Fault.NOT_A_NUMBER)
    return int(text)


def mode_of_own_file(store: Store, source: Source, mapping: Mapping) -> Mode | None:
    """What is meant by a file of accounts or people with numbers of this workspace, looking at its first rows.

    It was exported to be changed: its rows update, and where some have no number yet, those are created.
    """
    column = mapping.column("id")
    if column is None or mapping.kind not in (Kind.ACCOUNTS, Kind.CONTACTS):
        return None
    cells = [row.cells[column] if column < len(row.cells) else "" for row in source.sample]
    numbers = {int(unmarked(cell.strip())) for cell in cells if is_id(cell)}
    table = "account" if mapping.kind is Kind.ACCOUNTS else "contact"
    known = store.value(
        f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    if not known or known * 2 < len(numbers):
        return None
    return Mode.UPDATE if all(cell.strip() for cell in cells) else Mode.BOTH
