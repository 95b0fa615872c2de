"""Backups as people ask for them; the automatic ones are taken by what needs them."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.storage import backup
from crm_desktop.storage.store import Store


def take(store: Store, folder: Path | None = None) -> Path:
    """Copies the workspace into a folder (default: beside it), checks the copy and returns where it is."""
    return backup.take(store, "asked", folder).path


def before(store: Store, why: str) -> Path | None:
    """A copy just before something large (``why``: import, migration, ...); none of an empty workspace."""
    taken = backup.take_automatic(store, why)
    return None if taken is None else taken.path


def restore(file: Path, workspace: Path) -> Path | None:
    """Puts a backup in the place of a closed workspace; returns where the old one was moved to."""
    return backup.restore(file, workspace)
