"""The habits of all accounts of one business together: what each single account is measured against."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any


@dataclasses.dataclass(frozen=True)
class Population:
    """The habits of all accounts of one business together; the defaults serve until there are enough accounts."""

    log_mean: float = 3.4
    """Mean over accounts of the mean log gap (ln days)."""
    log_between: float = 1.0
    """Variance over accounts of the mean log gap."""
    log_within: float = 0.8
    """Variance of log gaps within an account."""
    shape_gap: float = 0.577
    """ln(mean) - mean(ln) of gaps within an account: fixes the gamma shape (ln k - digamma k)."""
    gap_scale: float = 30.0
    """Median over accounts of the mean gap, days."""
    rate_shape: float = 1.0
    """Gamma shape of rates over accounts."""
    leave_alpha: float = 1.0
    leave_beta: float = 8.0
    """Chance of leaving after the n-th purchase: alpha / (alpha + beta + n - 1)."""
    log_begins: float = 0.0
    """Day number on which the log begins."""
    older: float = 0.0
    """Which share of the accounts met at the beginning had bought before it (`unseen_past`)."""
    amount_mean: float = 5.0
    """Mean over accounts of the mean log amount of a purchase day."""
    amount_between: float = 1.0
    """Variance over accounts of the mean log amount."""
    amount_within: float = 0.5
    """Variance of log amounts within an account."""
    trait_centres: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    trait_spreads: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    """Mean and standard deviation of each of the `traits` over the accounts in play."""
    trait_weights: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    """What one standard deviation of each adds to the log odds of leaving; 0 until there are enough accounts."""

    def as_json(self) -> dict[str, Any]:
        """Plain floats and lists of floats under stable names; `from_json` reads them back exactly."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Population:
        """Unknown names are ignored and missing ones get the built-in value: older and newer programs can share it."""
        names = {field.name for field in dataclasses.fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in stored.items() if name in names
        }
        return cls(**values)
