"""The Import page with more than CSV: workbooks and their sheets, cards, a pasted table, letters to choose."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.import_file import ImportPage
from tests.services.importing_world import cell, row, xlsx
from tests.ui.import_world import counts, opened, save_left_out


def test_the_sheet_of_a_workbook_is_shown_and_chosen(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    orders = [row("Account", "Date", "Amount"), cell("A") + cell(46022, style="1") + cell(5)]
    path.write_bytes(xlsx([row("Account"), row("One")], orders, names=["Firms", "Orders"]))
    page = opened(window, path)
    assert page.head.file_line.text().startswith("book.xlsx, sheet “Firms”, 1 row.")
    summary = page.check.summary
    summary.reading_button.setChecked(True)
    assert not summary.reading.boxes["delimiter"].isVisibleTo(summary)
    box = summary.known.boxes["sheet"]
    assert box.isVisibleTo(page)
    assert [box.itemText(at) for at in range(box.count())] == ["Firms", "Orders"]
    assert box.currentText() == "Firms"
    box.activated.emit(1)
    assert box.currentText() == "Orders"
    assert page.head.kind_box.currentText() == "an order"
    assert counts(page) == {"new account": 1, "order added": 1}
    assert page.check.table.model().index(0, 1).data() == "2025-12-31"


def test_a_first_sheet_that_is_no_table_leads_to_the_choice_of_another(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx([row("Made in March"), row("See below")], [row("Account"), row("One")], names=["Cover", "A"]))
    page = opened(window, path)
    summary, box = page.check.summary, page.check.summary.known.boxes["sheet"]
    assert summary.sentence.text.startswith("Choose another sheet, or ")
    assert QApplication.focusWidget() is box
    assert not summary.known.boxes["mode"].isVisibleTo(page)
    box.activated.emit(1)
    assert page.footer.import_button.label == "Import 1 row"
    assert summary.known.boxes["mode"].isVisibleTo(page)


def test_what_a_chosen_sheet_leaves_open_is_asked_where_the_keyboard_is(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    orders = [row("Account", "Date", "Amount"), row("One", "03/04/2026", "5")]
    path.write_bytes(xlsx([row("Made in March"), row("See below")], orders, names=["Cover", "Orders"]))
    page = opened(window, path)
    summary = page.check.summary
    summary.known.boxes["sheet"].activated.emit(1)
    first, second = summary.asked.buttons
    assert QApplication.focusWidget() is first
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is second
    QTest.keyClick(second, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is summary.known.boxes["sheet"]


def test_after_one_sheet_the_others_are_offered(window: MainWindow, app: App, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sheets = ([row("Account"), row("One")], [row("Account"), row("Two")])
    path.write_bytes(xlsx(*sheets, names=["Firms", "More"]))
    page = opened(window, path)
    page.import_now()
    assert page.done.title.text() == "book.xlsx, sheet “Firms” is imported"
    assert window.message.text == "1 row imported from book.xlsx, sheet “Firms”."
    page.done.sheet_button.click()
    box = page.check.summary.known.boxes["sheet"]
    assert QApplication.focusWidget() is box
    box.activated.emit(1)
    page.import_now()
    assert app.store.rows("SELECT name FROM account ORDER BY name") == [("One",), ("Two",)]


def test_an_empty_sheet_is_told_and_the_one_shown_stays(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx([row("Account"), row("One")], [], names=["Firms", "Nothing"]))
    page = opened(window, path)
    box = page.check.summary.known.boxes["sheet"]
    box.activated.emit(1)
    assert window.message.text == "The sheet “Nothing” of book.xlsx is empty."
    assert box.isVisibleTo(page)
    assert box.currentText() == "Firms"
    assert page.footer.import_button.label == "Import 1 row"


def test_rows_left_out_of_a_workbook_are_saved_harmless(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, target = tmp_path / "book.xlsx", tmp_path / "left out.csv"
    bad = cell("=1+1") + cell(46022, style="1") + cell("<f>2+2</f>", 't="n"')
    path.write_bytes(xlsx([row("Account", "Date", "Amount"), bad]))
    page = opened(window, path)
    save_left_out(page, target, monkeypatch)
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][1:] == ["'=1+1", "2025-12-31", "'=2+2"]
    text = target.read_text(encoding="utf-8-sig").replace("'=2+2", "4")
    target.write_text(text, encoding="utf-8-sig")
    page = opened(window, target)
    page.import_now()
    assert page.app.store.rows("SELECT name FROM account WHERE name LIKE '=%'") == [("=1+1",)]


def test_a_table_that_was_copied_is_pasted(window: MainWindow, app: App) -> None:
    window.open_page("import")
    page = window.page
    assert isinstance(page, ImportPage)
    QApplication.clipboard().setText("")
    page.drop_area.paste_button.click()
    assert page.drop_area.problem.isVisibleTo(page)
    QApplication.clipboard().setText("Account\tPhone\nPasted AS\t1\n")
    page.drop_area.button.setFocus()
    QTest.keyClick(page.drop_area.button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.head.file_line.text().startswith("Pasted table, 1 row.")
    page.import_now()
    assert app.store.value("SELECT phone FROM account WHERE name = 'Pasted AS'") == "1"
    window.undo()
    assert app.store.value("SELECT count(*) FROM account WHERE name = 'Pasted AS'") == 0


def test_a_file_that_was_copied_is_pasted_as_that_file(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text("Account\nPasted AS\n", encoding="utf-8")
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(path))])
    QApplication.clipboard().setMimeData(copied)
    window.open_page("import")
    page = window.page
    assert isinstance(page, ImportPage)
    page.drop_area.paste_button.click()
    QApplication.clipboard().clear()  # what Python made is not left to the end of the program, which it would crash
    assert page.head.file_line.text().startswith("firms.csv, 1 row.")


def test_letters_that_cannot_be_told_are_chosen_by_a_sample(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_bytes("Account\nKovač\n".encode("cp1250"))
    page = opened(window, path)
    buttons = page.check.summary.asked.buttons
    assert [button.label for button in buttons] == [
        "Letters: Central European (cp1250) “Kovač”",
        "Letters: Western European (cp1252) “Kovaè”",
    ]
    buttons[0].click()
    assert page.check.table.model().index(0, 0).data() == "Kovač"
    assert page.footer.import_button.label == "Import 1 row"


def test_what_an_order_brings_besides_is_counted(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "Account,Contact,Date,Amount,Rating\nA,Ana,2026-01-01,5.00,7\nB,,2026-01-02,5.00,\n", encoding="utf-8"
    )
    page = opened(window, path)
    assert counts(page) == {"new accounts": 2, "orders added": 2, "rating added": 1, "new person": 1}


def test_columns_matched_by_hand_are_known_the_next_time(window: MainWindow, tmp_path: Path) -> None:
    for number in (1, 2):
        path = tmp_path / f"firms{number}.csv"
        path.write_text(f"Firm,Colour\nFirm {number},red\n", encoding="utf-8")
        page = opened(window, path)
        if number == 1:
            assert page.check.summary.sentence.isVisibleTo(page)
            page.check.field_chosen.emit(0, "account")
            page.check.field_chosen.emit(1, "notes")
            page.import_now()
    assert page.check.table.header.box(1).currentText() == "Notes"
    assert page.footer.import_button.label == "Import 1 row"
