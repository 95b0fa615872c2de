"""The page of today over a book with late accounts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from tests.ui.today.world import Opener
from tests.ui.today_world import add_late, window_on_today


@pytest.fixture
def opened(app: App, qapp: QApplication) -> Iterator[Opener]:
    """Opens the window on Today, over whatever the test has put into the workspace by then."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(window_on_today(app, qapp))


@pytest.fixture
def late(app: App) -> dict[str, int]:
    """Thirty accounts on their rhythm and four that went silent, from the largest to the smallest."""
    return add_late(app)
