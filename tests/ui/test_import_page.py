"""The Import page over a real workspace and real files: a file is tried out, imported, and taken back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.app import App
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.import_file import ImportPage
from crm_desktop.ui.tasks import WorkerTasks
from tests.ui.import_world import BAD, ORDERS, Write, counts, opened, orders

# --- the file


def test_a_file_dropped_on_the_window_is_tried_out(window: MainWindow, write: Write) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(write(ORDERS)))])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    page = window.page
    assert isinstance(page, ImportPage)
    assert counts(page) == {"new accounts": 2, "orders added": 3}
    assert page.footer.import_button.label == "Import 3 rows"
    assert page.head.text.text() == "Match your columns. We guessed 3 of 3."
    assert page.head.file_line.text().startswith("orders.csv, 3 rows.")
    assert page.head.kind_box.currentText() == "an order"


def test_the_trial_run_writes_nothing(window: MainWindow, app: App, write: Write) -> None:
    before = app.store.dump()
    opened(window, write(ORDERS))
    assert app.store.dump() == before
    assert app.store.next_step("undo") is None


def test_the_button_has_the_focus_first(window: MainWindow) -> None:
    window.open_page("import")
    page = window.page
    assert isinstance(page, ImportPage)
    assert QApplication.focusWidget() is page.drop_area.button


def test_what_is_no_table_is_refused_where_another_can_be_chosen(window: MainWindow, tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    page = opened(window, picture)
    assert page.drop_area.isVisible()
    assert "logo.png" in page.drop_area.problem.text
    assert page.drop_area.button.isEnabled()
    page = opened(window, tmp_path / "gone.csv")
    assert "gone.csv" in page.drop_area.problem.text


def test_a_good_file_after_a_refused_one_starts_anew(window: MainWindow, write: Write) -> None:
    page = opened(window, write((), header="", name="empty.csv"))
    assert page.drop_area.problem.isVisible()
    page = opened(window, write(ORDERS))
    assert page.check.isVisible()
    page.footer.back_button.click()
    assert page.drop_area.isVisible()
    assert not page.drop_area.problem.isVisible()
    assert QApplication.focusWidget() is page.drop_area.button


# --- importing


def test_an_import_is_one_step_that_can_be_taken_back(window: MainWindow, app: App, write: Write) -> None:
    before = app.store.dump()
    page = opened(window, write((*ORDERS, *BAD)))
    page.footer.import_button.click()
    assert page.done.isVisible()
    assert page.done.title.text() == "orders.csv is imported"
    assert list(page.done.counts.lines) == [(2, "new accounts"), (3, "orders added"), (3, "rows left out")]
    assert window.message.text == "3 rows imported from orders.csv."
    assert [name for name, *_ in orders(app)] == ["Kovač Mizarstvo", "Пекара Стојановић", "Kovač Mizarstvo"]
    window.undo()
    assert app.store.dump() == before
    assert page.done.title.text() == "The import of orders.csv was taken back"
    window.redo()
    assert page.done.title.text() == "orders.csv is imported"
    assert len(orders(app)) == 3


def test_the_ways_on_from_done(window: MainWindow, write: Write) -> None:
    page = opened(window, write(ORDERS))
    page.import_now()
    assert QApplication.focusWidget() is page.done.today_button
    page.done.another_button.click()
    assert page.drop_area.isVisible()
    page = opened(window, write(ORDERS, name="more.csv"))
    opened(window, write(("Acme,2025-01-02,5.00",))).import_now()
    page.done.today_button.click()
    assert window.page.title == "Today"


def test_the_same_file_again_imports_nothing(window: MainWindow, app: App, write: Write) -> None:
    path = write(ORDERS)
    opened(window, path).import_now()
    page = opened(window, path)
    assert page.footer.import_button.label == "Import 0 rows"
    assert not page.footer.import_button.isEnabled()
    assert counts(page) == {"orders added": 0, "rows are here already": 3}
    step = app.store.next_step("undo")
    page.import_now()
    assert app.store.next_step("undo") == step


def test_what_would_happen_follows_the_workspace(window: MainWindow, write: Write) -> None:
    page = opened(window, write(ORDERS))
    page.import_now()
    page = opened(window, write((*ORDERS, "Acme,2025-01-02,5.00")))
    assert page.footer.import_button.label == "Import 1 row"
    window.undo()
    assert page.footer.import_button.label == "Import 4 rows"
    assert counts(page)["new accounts"] == 3


def test_cancel_rolls_everything_back(window: MainWindow, app: App, write: Write) -> None:
    before = app.store.dump()
    page = opened(window, write([f"Acme {n % 500},2025-01-01,{n}.00" for n in range(20_000)]))

    def cancel() -> None:
        if page.footer.cancel_button.isEnabled():
            page.footer.cancel_button.click()

    page.footer.progress.valueChanged.connect(cancel)
    page.import_now()
    assert app.store.dump() == before
    assert page.check.isVisible()
    assert page.check.isEnabled()
    assert window.message.text == "The import was stopped. Nothing was changed."
    page.footer.progress.valueChanged.disconnect(cancel)
    assert page.footer.import_button.label == "Import 20,000 rows"
    page.import_now()
    assert page.done.isVisible()
    assert len(orders(app)) == 20_000


def test_a_file_that_has_changed_since_is_not_imported_as_it_was(window: MainWindow, app: App, write: Write) -> None:
    page = opened(window, write(ORDERS))
    write((*ORDERS, "Acme,2025-01-02,5.00"))
    page.import_now()
    assert orders(app) == []
    assert window.message.is_problem
    assert page.footer.import_button.label == "Import 4 rows"


def test_the_work_is_the_workers(app: App, qapp: QApplication, qtbot: QtBot, write: Write) -> None:
    window = MainWindow(app, WorkerTasks(close_thread=app.store.close))
    window.resize(1366, 768)
    window.show()
    page = opened(window, write([f"Acme {n % 50},2025-01-01,{n}.00" for n in range(5_000)]))
    qtbot.waitUntil(lambda: page.footer.import_button.label == "Import 5,000 rows")
    seen: list[int] = []
    page.footer.progress.valueChanged.connect(seen.append)
    page.footer.import_button.click()
    assert page.footer.cancel_button.isVisible()
    qtbot.waitUntil(page.done.isVisible)
    assert seen
    window.close()
