"""Rows that need a look on the Import page: listed, corrected in place, left out and saved."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.import_cells import Mark
from crm_desktop.ui.widgets.labels import ElidedLabel
from tests.ui.import_world import BAD, ORDERS, Write, counts, opened, orders, press, save_left_out, type_into_cell


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


def test_under_the_table_stands_how_many_of_the_rows_are_shown(window: MainWindow, write: Write) -> None:
    jump = "Ctrl ↓ jumps to the next row that needs a look."

    def said() -> str:
        (label,) = (each for each in window.page.check._data.findChildren(ElidedLabel) if each.isVisible())
        return label.text()

    opened(window, write((*ORDERS, *BAD)))
    assert said() == f"All rows are shown. {jump}"
    many = [f"Customer {number},2025-10-30,99.00" for number in range(250)]
    opened(window, write(many))
    assert said() == "The first 200 of 250 rows are shown."
    opened(window, write((*many, *BAD)))
    assert said() == f"The first 200 of 253 rows are shown, and 3 further down. {jump}"


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
    window: MainWindow, app: App, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    target = tmp_path / "left out.csv"
    save_left_out(page, target, monkeypatch)
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
    save_left_out(page, tmp_path / "again.csv", monkeypatch)
    assert (tmp_path / "again.csv").read_text(encoding="utf-8-sig").count("Why it was left out") == 1


def test_the_file_itself_is_never_overwritten(
    window: MainWindow, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write((*ORDERS, *BAD))
    before = path.read_bytes()
    page = opened(window, path)
    save_left_out(page, path, monkeypatch)
    assert path.read_bytes() == before
    assert window.message.is_problem


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
