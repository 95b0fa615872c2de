"""Leads from an entry that was merged into another one to the one that is left, so that no import creates it again."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from crm_desktop.domain.folding import fold, identity
from crm_desktop.storage.store import Store


class Merged:
    """Of the accounts, or of the people (``table``: account or contact); read when it is first needed."""

    def __init__(self, store: Store, table: str) -> None:
        self._store, self._table = store, table

    @cached_property
    def into(self) -> dict[int, int]:
        """By id of what was merged the id at the end of the chain; none whose end is in the bin itself."""
        next_ = dict(
            self._store.rows(f"SELECT id, merged_into FROM {self._table} WHERE merged_into IS NOT NULL ORDER BY id")
        )
        found: dict[int, int] = {}
        for id_ in next_:
            end, seen = id_, {id_}
            while end in next_ and next_[end] not in seen:
                end = next_[end]
                seen.add(end)
            if self._store.value(f"SELECT 1 FROM {self._table} WHERE id = ? AND deleted_at IS NULL", (end,)):
                found[id_] = end
        return found

    @cached_property
    def rows(self) -> list[tuple[int, str, str, str, str]]:
        """Where each leads, and its name, e-mail, phone and website as they were."""
        if not self.into:
            return []
        site = "website" if self._table == "account" else "''"
        query = f"SELECT id, name, email, phone, {site} FROM {self._table} WHERE merged_into IS NOT NULL ORDER BY id"
        return [(self.into[id_], *values) for id_, *values in self._store.rows(query) if id_ in self.into]

    @cached_property
    def _by_name(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for end, name, *_ in self.rows:
            found[identity(name)].add(end)
        return found

    @cached_property
    def _former(self) -> dict[int, list[tuple[str, str]]]:
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for end, name, email, *_ in self.rows:
            found[end].append((name, email))
        return found

    def named(self, name: str) -> tuple[int, ...]:
        """Those into which one of this very name was merged."""
        return tuple(sorted(self._by_name.get(identity(name), ())))

    def former(self, id_: int) -> list[tuple[str, str]]:
        """Name and e-mail of what was merged into this one."""
        return self._former.get(id_, [])

    def is_former(self, id_: int, name: str) -> bool:
        """It bore this name, but for accents and signs, before it was merged: no reason to rename what is left."""
        return any(fold(former) == fold(name) for former, _ in self.former(id_))
