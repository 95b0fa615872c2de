"""A real window over a real workspace, its work done at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.tasks import ImmediateTasks
from tests.ui.import_world import Write
from tests.world import new_workspace


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """An empty workspace on Friday, 20 November 2026."""
    opened = new_workspace(tmp_path / "test.crm")
    yield opened
    opened.close()


@pytest.fixture
def sample_app(tmp_path: Path) -> Iterator[App]:
    """The same with sixty sample accounts."""
    opened = new_workspace(tmp_path / "sample.crm", accounts=60)
    yield opened
    opened.close()


def _window(app: App, qapp: QApplication) -> MainWindow:
    theme.apply(qapp, mode="light")
    window = MainWindow(app, ImmediateTasks())
    window.resize(1366, 768)
    window.show()
    return window


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Destroys what a test leaves behind: a window that is only closed would be restyled by every later test.

    Text that it made larger has its own size again: the font of the application is what themes are made from.
    """
    yield
    for widget in qapp.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if theme.look().text_scale != 1:
        theme.look().choose(text_scale=1)


@pytest.fixture
def window(app: App, qapp: QApplication) -> Iterator[MainWindow]:
    """The window over the empty workspace."""
    shown = _window(app, qapp)
    yield shown
    shown.close()


@pytest.fixture
def sample_window(sample_app: App, qapp: QApplication) -> Iterator[MainWindow]:
    """The window over the sample workspace."""
    shown = _window(sample_app, qapp)
    yield shown
    shown.close()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Makes a file of lines to import; a header of orders unless told."""

    def make(
        lines: Sequence[str],
        *,
        header: str = "Customer,Order date,Total",
        name: str = "orders.csv",
        encoding: str = "utf-8",
    ) -> Path:
        path = tmp_path / name
        path.write_bytes(("\n".join((header, *lines)) + "\n").encode(encoding))
        return path

    return make
