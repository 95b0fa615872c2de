"""Writes a picture of every page, light and dark, at 1366x768 and at 200 %, from the sample workspace, into shots/."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "shots"
DAY = date(2026, 11, 20)
LOOKS = ("light", "dark")
SCALES = ("1", "2")
"""What Qt is told by QT_SCALE_FACTOR."""


def main() -> int:
    """One process for each look and scale, because Qt reads the scale once."""
    FOLDER.mkdir(exist_ok=True)
    for look in LOOKS:
        for scale in SCALES:
            environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
            subprocess.run([sys.executable, "-m", "scripts.shots", look, scale], env=environment, check=True)
    return 0


def take(look: str, scale: str) -> None:
    """The pictures of one look at one scale."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from crm_desktop.app import open_workspace
    from crm_desktop.opening import open_sample
    from crm_desktop.paths import HOME_VARIABLE
    from crm_desktop.ui import theme
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.tasks import ImmediateTasks

    with tempfile.TemporaryDirectory() as folder:
        os.environ[HOME_VARIABLE] = folder
        application = QApplication(["crm-desktop"])
        theme.apply(application, mode="dark" if look == "dark" else "light")

        def window_over(app: object) -> MainWindow:
            window = MainWindow(app, ImmediateTasks())  # type: ignore[arg-type]
            window.resize(1366 // int(scale), 768 // int(scale))
            window.show()
            window.activateWindow()
            application.processEvents()
            return window

        def shot(name: str, *steps: Callable[[], object]) -> None:
            for step in steps:
                step()
                QTest.qWait(200)
            picture = window.grab()
            popup = application.activePopupWidget()
            if popup is not None:
                from PySide6.QtGui import QPainter

                painter = QPainter(picture)
                painter.drawPixmap(popup.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0)), popup.grab())
                painter.end()
            picture.save(str(FOLDER / f"{name}-{look}{'' if scale == '1' else '@2x'}.png"))
            if popup is not None:
                popup.close()

        window = window_over(open_sample(Path(folder), DAY))
        store, today = window.app.store, window.app.today
        from crm_desktop.domain.entities import AccountFields
        from crm_desktop.services import accounts, attention

        accounts.add(store, AccountFields(name="Reed Herbs Limited", email="orders@reed-herbs.example"))
        first = attention.today_list(store, today).rows[0].account
        shot("01-today", lambda: window.open_page("today"))
        shot("01b-today-why", lambda: QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Space))
        shot("02-accounts", lambda: window.open_page("accounts"))

        def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
            QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)

        def off_rhythm_four_ticked() -> None:
            press(Qt.Key.Key_Escape)
            window.page.open_view("off_rhythm")  # type: ignore[attr-defined]
            for _row in range(4):
                press(Qt.Key.Key_Down)
                press(Qt.Key.Key_X)

        shot("02b-accounts-ticked", off_rhythm_four_ticked)
        shot("08-follow-ups", lambda: window.open_page("follow_ups"))
        shot("03-account", lambda: window.open_account(first))
        shot("10-brief", lambda: press(Qt.Key.Key_B))
        press(Qt.Key.Key_Escape)
        shot("06-import", lambda: window.open_page("import"))
        shot("06b-import-check", lambda: window.open_import(_orders(Path(folder))))
        shot("05-court", lambda: window.open_page("court"))
        shot("09-settings", lambda: window.open_page("settings"))
        shot("04-quick-log", lambda: window.open_page("today"), lambda: window.open_log(first, LINE))
        for name, open_card in (
            ("04b-palette", lambda: window.overlays.open_palette("ko")),
            ("11-history", window.overlays.open_history),
            ("12-duplicates", window.open_duplicates),
        ):
            press(Qt.Key.Key_Escape)
            shot(name, open_card)
        window.close()
        window = window_over(open_workspace(Path(folder) / "new.crm", today=DAY, create=True))
        shot("07-first-run")
        window.close()


LINE = "about late delivery 4/10 promise credit note fri follow up tue"
_ROWS = """Kupac;Kontakt;Telefon;Datum;Iznos;Napomena
Kovač Mizarstvo;Janez Kovač;+386 41 555 207;23.09.2025;1.240,00;brez prekle
Пекара Стојановић;Milica Stojanović;+381 64 555 019;03.10.2025;410,50;
Fjordmat AS;Ingrid Dahl;+47 405 55 012;11.11.2025;2.080,00;ring etter lunsj
Acme Fastners;Maria Kos;+386 40 555 018;10.10.2025;610,00;
Αφοί Παπαδάκη;Nikos Papadakis;+30 697 555 044;31.09.2025;780,00;
Дніпро-Пак;Oksana Bondar;+380 67 555 231;29.10.2025;abc;
Bjørnstad Bryggeri;Ola Bjørnstad;+47 911 55 873;07.09.2025;390,00;
;Ana Hribar;+386 31 555 640;20.10.2025;265,00;
"""


def _orders(folder: Path) -> Path:
    path = folder / "customers-2025.csv"
    path.write_text(_ROWS, encoding="utf-8")
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("look", nargs="?", choices=LOOKS, help="only this one; it takes a scale too")
    parser.add_argument("scale", nargs="?", choices=SCALES)
    chosen = parser.parse_args()
    if (chosen.look is None) != (chosen.scale is None):
        parser.error("a look and a scale, or neither")
    if chosen.look:
        take(chosen.look, chosen.scale)
    else:
        sys.exit(main())
