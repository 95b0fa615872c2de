"""A workspace to try services on, and files to bring into one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.app import App
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring, bringing
from tests.world import new_workspace, put_workspace


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """An empty workspace on Friday, 20 November 2026."""
    opened = new_workspace(tmp_path / "test.crm")
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty file without anything that works lists out."""
    opened = Store(put_workspace(tmp_path / "work.crm"))
    yield opened
    opened.close()


@pytest.fixture
def bring(store: Store, tmp_path: Path) -> Bring:
    """Writes a file and imports it."""
    return bringing(store, tmp_path)
