"""What the columns of a file are and how it is read, as the Import page asks and is told."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from crm_desktop.app import App
from crm_desktop.ui.main_window import MainWindow
from tests.ui.import_world import ORDERS, Write, counts, opened, orders, press


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
    QTest.keyClick(box, Qt.Key.Key_Home)
    assert box.view().isVisible()
    assert box.view().currentIndex().row() == 0
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
