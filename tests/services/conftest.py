"""A workspace to try services on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.app import App, open_workspace
from tests.world import TODAY


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """An empty workspace on Friday, 20 November 2026."""
    opened = open_workspace(tmp_path / "test.crm", today=TODAY, create=True)
    yield opened
    opened.close()
