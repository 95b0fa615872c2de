"""The theme that the tests of painting paint with."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.system_wishes import preferred_font
from crm_desktop.ui.theme import Theme, build_theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return build_theme("light", base_font=preferred_font(qapp.font()))
