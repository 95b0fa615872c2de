"""Ctrl+E and Ctrl+P from the pages: what is on screen goes into a file or onto paper, harmless and complete."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrintPreviewDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolButton

from crm_desktop import settings
from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import AccountFields, ContactFields, FollowUpFields, PurchaseFields
from crm_desktop.services import (
    accounts,
    attention,
    contacts,
    export_files,
    follow_ups,
    history,
    importing,
    listings,
)
from crm_desktop.services.importing import ImportSettings
from crm_desktop.ui import printing
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage
from tests.world import TODAY, add_account

CTRL = Qt.KeyboardModifier.ControlModifier
_STARTS = "=+-@\t\r\n＝＋－＠"
PAYLOADS = [
    *(f"{start}1+1" for start in "=+-@＝＋－＠"),
    *(f"{start}cmd|' /C calc'!A0" for start in "=+-@"),
    *(f'{start}HYPERLINK("http://evil.example","x")' for start in "=+-@＝＋"),
    *(f"'{start}x" for start in "=+-@＝"),
    *(f'"{start}1"' for start in "=+-@"),
    *(f"{start}SUM(1;2)|x" for start in "=+-@"),
    *(f"{start}A1:B2," for start in "=+-@"),
    *(f" {start}A1 lead" for start in "=+-@"),
    *(f"Firm {start}{number}" for number, start in enumerate("=+-@＝＋－＠")),
    "-5", "+386 40 123 456", "=", "-", "@", "''", "'", "1e5", "007", "TRUE", "<b>bold</b>", "<img src='file:///x'>",
    "{=1+1}", "%0A=1", "DDE(\"cmd\";\"/C calc\")", "mailto:a@b.example", "http://a.example", "a;b,c\td",
    "Kovač & Söhne", "\N{RIGHT-TO-LEFT OVERRIDE}=1", "_x0041_", "Παπαδάκη",
]  # fmt: skip


@pytest.fixture
def target(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The name that the file dialog answers; the ending is put to it by the test. It stands in for the system's own."""
    chosen = tmp_path / "out" / "file"
    chosen.parent.mkdir()
    return chosen


def export(window: MainWindow, monkeypatch: pytest.MonkeyPatch, file: Path, *, everything: bool = False) -> str:
    """Presses Ctrl+E, or chooses everything, and answers the file dialog; returns where it began."""
    asked: list[str] = []

    def answer(_parent: object, _title: str, start: str, forms: str) -> tuple[str, str]:
        asked.append(start)
        return str(file), forms.split(";;")[0]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    if everything:
        window.actions_by_id["export.all"].trigger()
    else:
        window.actions_by_id["export"].trigger()
    return asked[0]


def open_accounts(window: MainWindow) -> AccountsPage:
    window.open_page("accounts")
    page = window.page
    assert isinstance(page, AccountsPage)
    return page


def add_all(app: App, names: list[str]) -> None:
    """Accounts that have their name for an owner and an industry too."""
    with app.store.operation("Add"):
        for name in names:
            accounts.insert(app.store, AccountFields(name=name, owner=name, industry=name))


def test_the_list_has_at_least_sixty_payloads() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_what_goes_out_through_the_window_is_harmless_and_comes_back_as_it_was(
    app: App, window: MainWindow, monkeypatch: pytest.MonkeyPatch, target: Path, ending: str, tmp_path: Path
) -> None:
    add_all(app, PAYLOADS)
    stored = sorted(name for (name,) in app.store.rows("SELECT name FROM account"))
    page = open_accounts(window)
    page.table.show_columns(["owner", "name", "industry", "revenue"])
    file = target.with_suffix(ending)
    export(window, monkeypatch, file)
    assert window.message.text == f"{len(stored)} entries written to file{ending}."
    if ending == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as written:
            cells = [cell for row in csv.reader(written) for cell in row]
        assert not [cell for cell in cells if cell[:1] in _STARTS and cell[:1]]
    else:
        with zipfile.ZipFile(file) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            texts = re.findall(r"<t[^>]*>(.*?)</t>", book.read("xl/sharedStrings.xml").decode(), re.DOTALL)
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert not [text for text in texts if text[:1] in _STARTS and text[:1]]
    again = open_workspace(tmp_path / "again.crm", today=TODAY, create=True)
    importing.import_file(again.store, file, settings=ImportSettings(), today=TODAY)
    back = again.store.rows("SELECT name, owner, industry FROM account")
    assert sorted(name for name, _, _ in back) == stored
    assert all(owner == industry for _, owner, industry in back)
    assert sorted(owner for _, owner, _ in back) == sorted(name.strip() for name in PAYLOADS)
    again.close()


def test_the_current_view_the_ticked_rows_and_the_columns_are_what_goes_out(
    app: App, window: MainWindow, monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    for name, owner in (("Ada", "Ana"), ("Bea", "Bo"), ("Cleo", "Ana")):
        contacts.add(app.store, add_account(app.store, name, owner=owner), ContactFields(name=f"{name} Kos"), "")
    cleo = app.store.value("SELECT id FROM account WHERE name = 'Cleo'")
    follow_ups.add(app.store, FollowUpFields(account=cleo, what="Call", due=TODAY))
    page = open_accounts(window)
    page.search.line.setText("owner ana")
    page.table.show_columns(["name", "owner"])
    export(window, monkeypatch, target.with_suffix(".json"))
    rows = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))["accounts"]
    assert [(row["Account"], row["Owner"]) for row in rows] == [("Ada", "Ana"), ("Cleo", "Ana")]
    page.table.toggle(1)
    assert (page.listing()().note, page.listing()().size) == ("Ticked accounts", 1)
    export(window, monkeypatch, target.with_suffix(".vcf"))
    assert re.findall("FN:(.*)\r", target.with_suffix(".vcf").read_bytes().decode()) == ["Cleo Kos"]
    page.table.clear_picks()
    page.table.toggle(0)
    export(window, monkeypatch, target.with_suffix(".ics"))
    assert b"VEVENT" not in target.with_suffix(".ics").read_bytes()
    page.table.toggle(1)
    page.ticked.act("export")
    assert target.with_suffix(".ics").read_bytes().count(b"BEGIN:VEVENT") == 1


def test_the_folder_is_remembered_and_a_form_gives_the_ending(
    app: App, window: MainWindow, monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    add_account(app.store, "Ada")
    open_accounts(window)
    export(window, monkeypatch, target)
    assert target.with_suffix(".csv").exists()
    assert Path(export(window, monkeypatch, target)).parent == target.parent
    assert settings.get().export_folder == str(target.parent)


def test_every_page_with_a_list_and_everything_can_be_exported(
    sample_window: MainWindow, monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    window = sample_window
    for page in ("today", "follow_ups"):
        window.open_page(page)
        for ending in export_files.LISTED:
            file = target.with_name(page).with_suffix(ending)
            export(window, monkeypatch, file)
            assert file.stat().st_size > 0, file
    header = target.with_name("today").with_suffix(".csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.startswith("Account,Tier now,When,Reason")
    for ending in export_files.EVERYTHING:
        export(window, monkeypatch, target.with_suffix(ending), everything=True)
    with zipfile.ZipFile(target.with_suffix(".zip")) as packed:
        assert {"accounts.csv", "purchases.csv"} <= set(packed.namelist())
    window.open_page("settings")
    window.actions_by_id["export"].trigger()
    assert "no list" in window.message.text


def test_a_stopped_or_refused_export_leaves_the_earlier_file(
    app: App, window: MainWindow, monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    add_account(app.store, "Ada")
    open_accounts(window)
    file = target.with_suffix(".csv")
    file.write_text("earlier", encoding="utf-8")
    monkeypatch.setattr(export_files, "_STEP", 1)
    window.taking_out._progress.connect(lambda _rows: window.taking_out.stop())
    for name in ("Bea", "Cleo"):
        add_account(app.store, name)
    export(window, monkeypatch, file)
    assert "Stopped" in window.message.text
    assert file.read_text(encoding="utf-8") == "earlier"
    export(window, monkeypatch, target.with_name("none") / "x.csv")
    assert window.message.is_problem


def test_a_page_prints_as_plain_text_over_several_pages(app: App, window: MainWindow, tmp_path: Path) -> None:
    add_all(app, [f"<img src='file:///etc/passwd'> & <b>Firm</b> {number}" for number in range(120)])
    page = open_accounts(window)
    sheet = printing.sheet_of(page.listing()(), 100)
    assert (len(sheet.rows), sheet.left_out) == (100, 20)
    assert sheet.rows[0][1].startswith("<img src='file:///etc/passwd'>")
    file = tmp_path / "list.pdf"
    pages = printing.draw(sheet, printing.printer_for(str(file)), TODAY)
    assert pages >= 3
    content = file.read_bytes()
    assert content.startswith(b"%PDF")
    assert b"/Subtype /Image" not in content
    assert b"/URI" not in content


def test_ctrl_p_shows_the_pages(app: App, window: MainWindow) -> None:
    add_account(app.store, "Ada")
    open_accounts(window)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Qt.Key.Key_P, CTRL)
    QApplication.processEvents()
    dialog = window.findChild(QPrintPreviewDialog)
    assert dialog is not None
    assert dialog.isVisible()
    buttons = dialog.findChildren(QToolButton)
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in buttons)
    prints = next(button.defaultAction() for button in buttons if button.text() == "Print")
    assert prints.shortcut().matches(QKeySequence.StandardKey.Print) == QKeySequence.SequenceMatch.ExactMatch
    dialog.close()


def test_paper_says_the_currency_and_a_column_of_figures_has_as_many_decimals_in_each_row(app: App) -> None:
    ids = [add_account(app.store, name) for name in ("Ada", "Bea")]
    columns = ["name", "revenue"]
    listing = listings.of_accounts(app.store, ids, columns, TODAY, currency="EUR", title="Accounts", note="All")
    sheet = printing.sheet_of(listing._replace(read=lambda: iter([["Ada", Decimal("1.5"), ""], ["Bea", 12, ""]])), 10)
    assert sheet.note == "All · Amounts in EUR"
    assert [row[1] for row in sheet.rows] == ["1.5", "12.0"]
    assert sheet.right == {1}
    assert printing._in_two("Order days in 12 months") == ("Order days", "in 12 months")
    assert printing._in_two("Account") == ("", "Account")
    no_money = listings.of_accounts(app.store, ids, ["name"], TODAY, currency="EUR", title="Accounts", note="")
    assert printing.sheet_of(no_money, 10).note == ""


def test_a_list_says_what_it_holds(sample_app: App) -> None:
    listing = listings.of_follow_ups(sample_app.store, "Follow-ups")
    rows = list(listing.read())
    assert len(rows) == listing.size > 0
    assert {len(row) for row in rows} == {len(listing.header)}


def test_an_account_of_the_list_carries_its_number_into_a_file_but_not_onto_paper(app: App) -> None:
    ids = [add_account(app.store, name) for name in ("Ada", "Bea")]
    listing = listings.of_accounts(app.store, ids, ["name"], TODAY, currency="EUR", title="Accounts", note="")
    assert listing.header[-1] == "Id"
    assert [row[-1] for row in listing.read()] == [str(number) for number in ids]
    sheet = printing.sheet_of(listing, 10)
    assert sheet.header == listing.header[:-1]
    assert {len(row) for row in sheet.rows} == {len(sheet.header)}


def test_an_ending_that_everything_cannot_have_is_told_and_nothing_is_written(
    app: App, window: MainWindow, monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    add_account(app.store, "Ada")
    export(window, monkeypatch, target.with_suffix(".csv"), everything=True)
    assert list(target.parent.iterdir()) == []
    assert "one CSV file" in window.message.text
    assert ".zip" in window.message.text


def test_follow_ups_as_a_calendar_are_those_of_the_list(app: App, target: Path) -> None:
    ada = add_account(app.store, "Ada")
    follow_ups.add(app.store, FollowUpFields(account=ada, what="Call", due=TODAY))
    visits = _written(target, f"Account,Date,Type\nAda,{TODAY:%Y-%m-%d},visit\n")
    assert importing.import_file(app.store, visits, settings=ImportSettings(), today=TODAY).imported == 1
    listing = listings.of_follow_ups(app.store, "Follow-ups")
    file = target.with_suffix(".ics")
    assert export_files.export_listing(app.store, file, listing, TODAY, datetime.now(UTC)) == listing.size == 1
    assert b"SUMMARY:Call (Ada)" in file.read_bytes()


def _written(target: Path, text: str) -> Path:
    file = target.with_name("visits.csv")
    file.write_text(text, encoding="utf-8")
    return file


def test_today_is_exported_whole_also_what_no_screen_reads(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    store = window.app.store
    with store.operation("Orders"):
        for number in range(330):
            account = accounts.insert(store, AccountFields(name=f"Late {number:03}"))
            for days in range(90, 400, 30):
                bought = PurchaseFields(
                    account=account, day=TODAY - timedelta(days=days), amount=10_000 + account % 977, currency="EUR"
                )
                history.insert_purchase(store, bought)
    window.open_page("today")
    file = target.with_name("today").with_suffix(".csv")
    export(window, monkeypatch, file)
    listed = attention.today_list(store, TODAY)
    every = sum(total.accounts for total in listed.totals.values())
    assert every > len(listed.rows), "more than a screen reads"
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == every + 1
