"""A new workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.app import App
from tests.world import new_workspace


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = new_workspace(tmp_path / "w.crm")
    yield opened
    opened.close()
