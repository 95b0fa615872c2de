"""A realistic, seeded book of a packaging wholesaler, with the truth about every account."""

from __future__ import annotations

from crm_desktop.domain.sample.book import generate
from crm_desktop.domain.sample.records import (
    Cause,
    Opinion,
    Pattern,
    SampleAccount,
    SampleContact,
    SampleFollowUp,
    SampleInteraction,
    SamplePurchase,
    SampleRating,
    Truth,
)

__all__ = [
    "Cause",
    "Opinion",
    "Pattern",
    "SampleAccount",
    "SampleContact",
    "SampleFollowUp",
    "SampleInteraction",
    "SamplePurchase",
    "SampleRating",
    "Truth",
    "generate",
]
