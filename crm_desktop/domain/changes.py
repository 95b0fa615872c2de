"""What one operation touched: the message that every page listens to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Above so many rows nobody refreshes row by row: the kind is marked as changed throughout.
MANY = 20_000


@dataclass(frozen=True, slots=True)
class Changes:
    """Kinds (table names) with the ids touched; ``None`` instead of ids means "very many"."""

    operation: int
    label: str
    ids: Mapping[str, frozenset[int] | None] = field(default_factory=dict)
    accounts: frozenset[int] | None = frozenset()

    def touches(self, *kinds: str) -> bool:
        """Whether any of these kinds changed."""
        return not self.ids.keys().isdisjoint(kinds)

    def touches_account(self, account: int) -> bool:
        """Whether anything of this account changed."""
        return self.accounts is None or account in self.accounts
