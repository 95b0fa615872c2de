"""The Import page speaks of what to press in the window; the command line names the setting to give."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crm_desktop.app import App
from crm_desktop.services import importing
from crm_desktop.services.importing import ImportSettings
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.import_file import ImportPage
from tests.services.importing_world import row, xlsx
from tests.ui.import_world import opened


def told(page: ImportPage) -> list[str]:
    """Everything the pane says in words."""
    summary = page.check.summary
    notes = [note.text for note in summary.findChildren(type(summary.sentence)) if not note.isHidden()]
    return [*notes, *(look.reason for look in summary.problems.looks)]


BOOK = xlsx([row("Account"), row("Alfa")], [row("Notes")], names=["One", "Two"])
RATINGS = "Account,Date,Score\nA,2026-01-01,3\nB,2026-01-02,4\nC,2026-01-03,5\n"
FILES = {
    "phones.csv": (b"Account,Phone\nAlfa,041 555 111\n", "country", "Phones of"),
    "ratings.csv": (RATINGS.encode(), "score_scale", "Ratings from"),
    "amounts.csv": (b"Account,Date,Amount\nA,2026-01-01,3.50\n", "currency", "Currency"),
    "letters.csv": ("Account\nKovač\nŠoštanj\n".encode("cp1250"), "encoding", "Letters"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_each_face_says_what_to_do_there(app: App, window: MainWindow, tmp_path: Path, name: str) -> None:
    content, setting, label = FILES[name]
    file = tmp_path / name
    file.write_bytes(content)
    page = opened(window, file)
    said = " ".join(told(page))
    assert f"“How the file is read”, then “{label}”." in said
    assert f"“{setting}”" not in said
    assert "setting" not in said
    box = page.check.summary.reading.boxes[setting]
    page.check.summary.reading_button.click()
    assert box.isVisibleTo(page)
    assert label == page.check.summary.reading._labels[setting].text()
    result = importing.import_file(app.store, file, settings=ImportSettings(), today=date(2026, 6, 1))
    assert f"(setting “{setting}”)" in " ".join(result.warnings)


def test_the_sheets_of_a_workbook_stand_open(app: App, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(BOOK)
    page = opened(window, file)
    assert "The sheet “One” was read. Others are there: Two." in told(page)
    known = page.check.summary.known
    assert known.boxes["sheet"].isVisibleTo(page)
    assert known._labels["sheet"].text() == "Sheet"
    result = importing.import_file(app.store, file, settings=ImportSettings(), today=date(2026, 6, 1))
    assert "(setting “sheet”)" in " ".join(result.warnings)


def test_what_is_skipped_or_a_total_is_said_before_it_is_done(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Account,Colour\nAlfa,red\nTotal: 1,\n", encoding="utf-8")
    page = opened(window, file)
    said = told(page)
    assert "1 column with values is skipped: Colour." in said
    assert "A total of the rows above, no account of its own" in said
    assert page.footer.import_button.label == "Import 1 row"


def test_a_row_without_a_person_brings_its_account(window: MainWindow, app: App, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Account,Name,Phone\nAlfa,,+386 1 234 56 78\n", encoding="utf-8")
    page = opened(window, file)
    assert "1 row names no person: what it says was taken for its account." in told(page)
    page.import_now()
    assert app.store.rows("SELECT name, phone FROM account") == [("Alfa", "+38612345678")]
    window.actions_by_id["undo"].trigger()
    assert app.store.rows("SELECT name FROM account WHERE deleted_at IS NULL") == []
