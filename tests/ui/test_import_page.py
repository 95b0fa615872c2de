"""The Import page over a real workspace and real files: what is seen, chosen, corrected, imported and taken back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.app import App
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.import_file import ImportPage
from crm_desktop.ui.tasks import WorkerTasks
from crm_desktop.ui.widgets.import_cells import Mark

Write = Callable[..., Path]

ORDERS = (
    "Kovač Mizarstvo,2025-09-23,1240.00",
    "Пекара Стојановић,2025-10-03,410.50",
    "Kovač Mizarstvo,2025-10-30,99.00",
)
BAD = (
    "Αφοί Παπαδάκη,2025-09-31,780.00",
    "Дніпро-Пак,2025-10-29,much",
    ",2025-11-01,12.00",
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Makes a file of lines; a header of orders unless told."""

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


def opened(window: MainWindow, path: Path) -> ImportPage:
    window.open_import(path)
    page = window.page
    assert isinstance(page, ImportPage)
    return page


def counts(page: ImportPage) -> dict[str, int]:
    return {words: n for n, words in page.check.summary.counts.lines}


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)
    QApplication.processEvents()


def type_into_cell(page: ImportPage, text: str) -> None:
    press(Qt.Key.Key_F2)
    editor = page.check.table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # Qt ends the editing
    QApplication.processEvents()  # then the page reads the file anew


def orders(app: App) -> list[tuple[str, int, int, str]]:
    return app.store.rows(
        "SELECT a.name, p.day, p.amount, p.currency FROM purchase p JOIN account a ON a.id = p.account_id"
        " WHERE p.deleted_at IS NULL ORDER BY p.day, a.name"
    )


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


# --- columns


def test_a_column_can_be_told_to_be_something_else(window: MainWindow, write: Write) -> None:
    rows = ("Acme,Acme North,2025-09-23,5.00",)
    page = opened(window, write(rows, header="Customer,Shop,Order date,Total"))
    header = page.check.table.header
    assert header.box(0).currentText() == "Account name"
    choose(header.box(1), "Account name")
    assert header.box(0).currentText() == "Skip"
    assert page.footer.import_button.label == "Import 1 row"
    page.import_now()
    assert [name for name, *_ in orders(window.app)] == ["Acme North"]


def choose(box: QComboBox, text: str) -> None:
    """Chooses an entry of a combo box by the keyboard."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Home)
    for _ in range(box.findText(text)):
        QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    QApplication.processEvents()


def test_going_over_the_boxes_changes_nothing(window: MainWindow, write: Write) -> None:
    page = opened(window, write(ORDERS))
    box = page.check.table.header.box(2)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_A)
    QTest.keyClick(box.view(), Qt.Key.Key_Escape)
    assert page.check.table.header.box(0).currentText() == "Account name"
    assert box.currentText() == "Amount"


def test_columns_that_are_missing_are_asked_for(window: MainWindow, write: Write) -> None:
    page = opened(window, write(("Acme,2025-09-23,5.00",), header="foo,bar,baz"))
    assert "Account name" in page.check.summary.sentence.text
    assert not page.footer.import_button.isEnabled()
    assert QApplication.focusWidget() is page.check.table.header.box(0)
    choose(page.head.kind_box, "an order")
    for column, field in enumerate(("Account name", "Date", "Amount")):
        choose(page.check.table.header.box(column), field)
    assert page.footer.import_button.label == "Import 1 row"
    assert not page.check.summary.sentence.isVisible()


def test_what_the_rows_are_can_be_overridden(window: MainWindow, write: Write) -> None:
    page = opened(window, write(("Acme,2025-09-23,8",), header="Customer,Date,Score"))
    assert page.head.kind_box.currentText() == "a rating"
    choose(page.head.kind_box, "a customer")
    assert counts(page) == {"new account": 1, "row about an account taken": 1}


def test_a_thousand_columns_cost_few_boxes(window: MainWindow, write: Write) -> None:
    names = ",".join(f"c{n}" for n in range(1_000))
    page = opened(window, write(("Acme,2025-09-23,5.00",), header="Customer,Order date,Total," + names))
    assert len(page.check.table.header.findChildren(type(page.check.table.header.box(0)))) < 50
    assert page.footer.import_button.label == "Import 1 row"


# --- how it is read


def test_ambiguous_dates_are_asked_and_never_guessed(window: MainWindow, app: App, write: Write) -> None:
    page = opened(window, write(("Acme,03/04/2025,10.50",)))
    summary = page.check.summary
    assert "03/04/2025" in summary.sentence.text
    assert "{" not in summary.sentence.text
    assert not page.footer.import_button.isEnabled()
    assert [button.label for button in summary.asked.buttons] == [
        "Dates: day, month, year: 31.12.2026",
        "Dates: month, day, year: 12/31/2026",
    ]
    assert QApplication.focusWidget() is summary.asked.buttons[0]
    press(Qt.Key.Key_Space)
    assert page.footer.import_button.label == "Import 1 row"
    assert QApplication.focusWidget() is page.check.table
    page.import_now()
    assert orders(app) == [("Acme", 20181, 1050, "EUR")]  # 3 April 2025


def test_ambiguous_decimals_are_asked(window: MainWindow, app: App, write: Write) -> None:
    page = opened(window, write(("Acme;2025-04-03;1.234",), header="Customer;Order date;Total"))
    asked = page.check.summary.asked
    assert len(asked.buttons) == 2
    next(button for button in asked.buttons if "comma" in button.label).click()
    page.import_now()
    assert orders(app)[0][2] == 123_400


def test_another_encoding_can_be_chosen(window: MainWindow, app: App, write: Write) -> None:
    page = opened(window, write(("Kovač;2025-02-01;10,50",), header="Kupac;Datum;Iznos", encoding="cp1250"))
    assert page.check.table.file.rowCount() == 0
    asked = page.check.summary.asked
    assert not any("UTF-8" in button.label for button in asked.buttons)
    next(button for button in asked.buttons if "1250" in button.label).click()
    page.import_now()
    assert [name for name, *_ in orders(app)] == ["Kovač"]


def test_what_the_file_tells_can_be_overruled(window: MainWindow, app: App, write: Write) -> None:
    page = opened(window, write(("Acme,2025-04-03,10.50",)))
    summary = page.check.summary
    assert not summary.reading.isVisible()
    summary.reading_button.click()
    assert summary.reading.boxes["delimiter"].currentText() == "as in the file (,)"
    choose(summary.reading.boxes["currency"], "NOK")
    assert page.check.table.header.box(0).currentText() == "Account name"
    page.import_now()
    assert orders(app)[0][3] == "NOK"


# --- rows that need a look


def test_bad_rows_are_listed_with_number_and_reason(window: MainWindow, write: Write) -> None:
    page = opened(window, write((*ORDERS, *BAD, "Acme,2027-01-01,5.00")))
    assert counts(page)["rows left out"] == 3
    looks = page.check.summary.problems.looks
    assert [(look.number, look.reason, look.status) for look in looks] == [
        (5, "31 September does not exist", "risk"),
        (6, "“much” is not a number", "risk"),
        (7, "No account name", "risk"),
        (8, "This day is still to come", "watch"),
    ]
    table = page.check.table
    assert table.file.mark_at(table.file.index(3, 1)) == Mark("risk", "31 September does not exist")
    assert table.file.index(3, 1).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "row 5, Order date: 2025-09-31. 31 September does not exist"
    )


def test_the_keyboard_goes_from_row_to_row_that_needs_a_look(window: MainWindow, write: Write) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    table, here = page.check.table, []
    for _ in range(4):
        press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        here.append((table.currentIndex().row() + 2, table.currentIndex().column()))
    assert here == [(5, 1), (6, 2), (7, 0), (5, 1)]
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert table.currentIndex().row() + 2 == 7
    problems = page.check.summary.problems
    problems.setFocus()
    problems.setCurrentIndex(problems.model().index(1, 0))
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is table
    assert (table.currentIndex().row() + 2, table.currentIndex().column()) == (6, 2)


def test_a_cell_is_corrected_in_place(window: MainWindow, app: App, write: Write) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    type_into_cell(page, "2025-09-30")
    assert page.footer.import_button.label == "Import 4 rows"
    assert page.check.table.file.index(3, 1).data() == "2025-09-30"
    assert [look.number for look in page.check.summary.problems.looks] == [6, 7]
    assert QApplication.focusWidget() is page.check.table
    page.import_now()
    assert ("Αφοί Παπαδάκη", 20361, 78_000, "EUR") in orders(app)


def test_a_bad_row_far_below_can_be_corrected_too(window: MainWindow, write: Write) -> None:
    page = opened(window, write((*(f"Acme {n},2025-01-01,5.00" for n in range(300)), BAD[1], ORDERS[0])))
    assert page.check.table.file.rowCount() == 201
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    type_into_cell(page, "12.00")
    assert page.footer.import_button.label == "Import 302 rows"
    assert page.check.table.file.index(200, 2).data() == "12.00"


def test_text_from_the_file_is_never_markup(window: MainWindow, write: Write) -> None:
    page = opened(window, write(("<b>Acme</b>,2025-01-01,<i>x</i>",), name="<b>x<b>.csv"))
    index = page.check.table.file.index(0, 0)
    assert index.data() == "<b>Acme</b>"
    tip = page.check.table.file.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert "<i>" not in tip
    assert page.head.file_line.text().startswith("<b>x<b>.csv")
    assert page.head.file_line.textFormat() == Qt.TextFormat.PlainText


def test_rows_left_out_are_saved_to_be_corrected_and_imported_again(
    window: MainWindow, app: App, write: Write, tmp_path: Path
) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    target = tmp_path / "left out.csv"
    page.save_rows_left_out_to(target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["Why it was left out", "Customer", "Order date", "Total"],
        ["31 September does not exist", "Αφοί Παπαδάκη", "2025-09-31", "780.00"],
        ["“much” is not a number", "Дніпро-Пак", "2025-10-29", "much"],
        ["No account name", "", "2025-11-01", "12.00"],
    ]
    assert window.message.text == "3 rows saved to left out.csv."
    target.write_text(target.read_text(encoding="utf-8-sig").replace("09-31", "09-30"), encoding="utf-8")
    page.import_now()
    page = opened(window, target)
    assert counts(page) == {"new account": 1, "order added": 1, "rows left out": 2}
    page.save_rows_left_out_to(tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_text(encoding="utf-8-sig").count("Why it was left out") == 1


def test_the_file_itself_is_never_overwritten(window: MainWindow, write: Write) -> None:
    path = write((*ORDERS, *BAD))
    before = path.read_bytes()
    page = opened(window, path)
    page.save_rows_left_out_to(path)
    assert path.read_bytes() == before
    assert window.message.is_problem


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


# --- keyboard, names and room


def test_the_keyboard_alone_imports_a_file(window: MainWindow, app: App, write: Write) -> None:
    page = opened(window, write(ORDERS))
    assert QApplication.focusWidget() is page.check.table
    stops: list[QWidget] = []
    for _ in range(4):
        press(Qt.Key.Key_F6)
        stops.append(QApplication.focusWidget() or page)
    assert page.check.summary.isAncestorOf(stops[0])
    assert stops[1] is page.footer.import_button
    assert page.head.kind_box in stops
    page.footer.import_button.setFocus()
    press(Qt.Key.Key_Space)
    assert len(orders(app)) == 3


def test_tab_goes_over_the_columns_into_the_data(window: MainWindow, write: Write) -> None:
    page = opened(window, write(ORDERS))
    header = page.check.table.header
    page.head.kind_box.setFocus()
    stops = []
    for _ in range(4):
        press(Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert stops == [header.box(0), header.box(1), header.box(2), page.check.table]


def test_tab_leads_out_of_the_data_to_the_problems_and_the_import(window: MainWindow, write: Write) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    page.check.table.setFocus()
    stops = []
    for _ in range(5):
        press(Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    summary, footer = page.check.summary, page.footer
    assert stops[0] is summary.problems
    assert stops[1:] == [summary.save_button, summary.reading_button, footer.back_button, footer.import_button]


def test_ctrl_enter_imports_but_first_ends_what_is_being_written(window: MainWindow, app: App, write: Write) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    page.check.table.setFocus()
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.check.isVisible()
    assert not orders(app)
    QApplication.processEvents()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(orders(app)) == 3


def test_many_rows_of_one_kind_are_one_line_that_opens(window: MainWindow, write: Write) -> None:
    page = opened(window, write([*ORDERS, *["Acme,2025-09-31,5.00"] * 8, "Acme,2025-10-01,much"]))
    problems = page.check.summary.problems
    assert [look.rows for look in problems.looks] == [8, 1]
    problems.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    assert [look.rows for look in problems.looks] == [1] * 9


def test_days_to_come_of_rows_that_are_here_already_are_not_listed(window: MainWindow, write: Write) -> None:
    path = write(("Acme,2099-10-01,5.00",))
    page = opened(window, path)
    assert len(page.check.summary.problems.looks) == 1
    page.footer.import_button.click()
    page = opened(window, path)
    assert counts(page)["row is here already"] == 1
    assert not page.check.summary.problems.looks


def test_a_message_stays_above_the_foot_of_the_import(window: MainWindow, write: Write) -> None:
    window.say("Saved.")
    page = opened(window, write(ORDERS))
    QApplication.processEvents()
    foot = page.footer.mapTo(window, page.footer.rect().topLeft()).y()
    assert window.message.isVisible()
    assert window.message.mapTo(window, window.message.rect().bottomLeft()).y() < foot


def test_everything_that_takes_the_keyboard_has_a_name(window: MainWindow, write: Write) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    page.check.summary.reading_button.click()
    unnamed = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.accessibleName()
    ]
    assert unnamed == []


def test_a_small_window_shows_data_and_check_as_tabs(window: MainWindow, write: Write, qapp: QApplication) -> None:
    window.resize(640, 360)
    page = opened(window, write((*ORDERS, *BAD)))
    qapp.processEvents()
    assert page.check.tabs.isVisible()
    assert page.check.table.isVisible()
    assert not page.check.summary.isVisible()
    assert page.width() <= 640
    assert page.footer.import_button.visibleRegion().boundingRect().size() == page.footer.import_button.size()
    page.check.tabs.setFocus()
    page.check.tabs.setCurrentIndex(1)
    assert page.check.summary.isVisible()
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert page.check.table.isVisible()


def test_another_file_shows_nothing_of_the_one_before(window: MainWindow, write: Write) -> None:
    opened(window, write((*ORDERS, *BAD)))
    page = opened(window, write(("Acme,03/04/2025,10.50",), name="other.csv"))
    summary = page.check.summary
    assert not summary.problems.isVisible()
    assert not summary.counts.isVisible()
    assert not summary.save_button.isVisible()
    page = opened(window, write(ORDERS, name="third.csv"))
    assert not summary.sentence.isVisible()
    assert summary.asked.buttons == []


def test_a_quote_that_is_not_closed_is_told_with_the_row(window: MainWindow, write: Write) -> None:
    page = opened(window, write((*ORDERS, '"Acme,2025-01-01,5.00')))
    assert "quote" in page.check.summary.sentence.text
    assert not page.footer.import_button.isEnabled()
