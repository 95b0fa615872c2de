"""The choices that a thing of the workspace can have: tiers, kinds of contact, ways of being off the list."""

from __future__ import annotations

from enum import StrEnum


class Tier(StrEnum):
    """Key-account tier."""

    A = "A"
    B = "B"
    C = "C"


class InteractionKind(StrEnum):
    """What passed between us and the customer."""

    CALL = "call"
    VISIT = "visit"
    EMAIL = "email"
    MESSAGE = "message"
    COMPLAINT = "complaint"
    NOTE = "note"


class Direction(StrEnum):
    """Who spoke first: they (in), we (out), or not told."""

    IN = "in"
    OUT = "out"
    UNKNOWN = ""


class SnoozeReason(StrEnum):
    """Why an account is off the list for a while."""

    SNOOZED = "snoozed"
    DONE = "done"


class MadeBy(StrEnum):
    """Whose promise it is."""

    US = "us"
    THEM = "them"


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
