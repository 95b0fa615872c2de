"""What becomes of what is known, chosen on the Import page: seen value by value, done, taken back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.import_file import ImportPage
from crm_desktop.ui.paint.text import text_width
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.import_changes import value_words, value_words_within


def opened(window: MainWindow, folder: Path, content: str) -> ImportPage:
    path = folder / "customers.csv"
    path.write_text(content, encoding="utf-8")
    window.open_import(path)
    page = window.page
    assert isinstance(page, ImportPage)
    return page


def choose(page: ImportPage, name: str, text: str) -> None:
    box = (page.check.summary.known if name == "mode" else page.check.summary.reading).boxes[name]
    box.setFocus()
    at = box.findText(text)
    assert at >= 0
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_what_would_change_is_seen_before_it_is_done_and_undone(app: App, window: MainWindow, tmp_path: Path) -> None:
    acme = accounts.add(app.store, AccountFields(name="Acme", tier=Tier.B, notes="keep me"))
    page = opened(window, tmp_path, "Account,Tier,Notes,Phone\nAcme,A,,+386 40 986 825\nNeu,C,,\n")
    summary = page.check.summary
    assert [value_words(change) for change in summary.changes.changes] == ["Phone: empty → +38640986825"]
    choose(page, "mode", "update from the file")
    assert [value_words(change) for change in summary.changes.changes] == [
        "Tier: B → A",
        "Phone: empty → +38640986825",
    ]
    summary.changes.setFocus()
    summary.changes.setCurrentIndex(summary.changes.model().index(0, 0))
    QTest.keyClick(summary.changes, Qt.Key.Key_Return)
    assert page.check.table.currentIndex().row() == 0
    assert accounts.get(app.store, acme).tier == Tier.B
    page.import_now()
    changed = accounts.get(app.store, acme)
    assert (changed.tier, changed.notes, changed.phone) == (Tier.A, "keep me", "+38640986825")
    app.store.undo()
    assert accounts.get(app.store, acme).tier == Tier.B


def test_of_a_long_value_both_what_it_was_and_what_it_will_be_are_seen(
    app: App, window: MainWindow, tmp_path: Path
) -> None:
    accounts.add(app.store, AccountFields(name="Acme", notes="Wants one delivery a week, never on a Monday morning"))
    page = opened(window, tmp_path, "Account,Notes\nAcme,Now two deliveries a week and always before eight o'clock\n")
    choose(page, "mode", "update from the file")
    (change,) = page.check.summary.changes.changes
    theme = current_theme()
    words = value_words_within(change, 260, theme)
    assert text_width(words, theme, "small") <= 260
    assert words.startswith("Notes: Wants one")
    assert "→ Now two" in words
    short = change._replace(before="old")
    assert value_words_within(short, 260, theme).startswith("Notes: old → Now two deliveries")
    assert value_words_within(short._replace(after="new"), 260, theme) == "Notes: old → new"


def test_update_alone_leaves_out_who_is_not_here(app: App, window: MainWindow, tmp_path: Path) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    page = opened(window, tmp_path, "Account,Tier\nAcme,A\nNeu,C\n")
    choose(page, "mode", "update, add nobody")
    assert [look.number for look in page.check.summary.problems.looks] == [3]
    assert page.footer.import_button.isEnabled()


def test_the_choice_is_offered_again_for_the_next_file_of_its_kind(
    app: App, window: MainWindow, tmp_path: Path
) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    page = opened(window, tmp_path, "Account,Tier\nAcme,A\n")
    choose(page, "mode", "update from the file")
    page.import_now()
    page = opened(window, tmp_path, "Account,Tier\nAcme,B\n")
    box = page.check.summary.known.boxes["mode"]
    assert box.currentText() == "update from the file"
    assert len(page.check.summary.changes.changes) == 1
    choose(page, "mode", "fill the gaps only")
    assert len(page.check.summary.changes.changes) == 0


def test_ratings_of_an_unsure_scale_are_asked_about(app: App, window: MainWindow, tmp_path: Path) -> None:
    rows = "".join(f"Acme,2026-01-{day:02},{day % 5 + 1}\n" for day in range(1, 13))
    page = opened(window, tmp_path, "Account,Date,Rating\n" + rows)
    buttons = {button.text(): button for button in page.check.summary.asked.buttons}
    assert list(buttons) == ["Ratings from: 0 to 10", "Ratings from: 1 to 5"]
    buttons["Ratings from: 1 to 5"].click()
    page.import_now()
    assert {row[0] for row in app.store.rows("SELECT score FROM rating")} == {0.0, 2.5, 5.0, 7.5, 10.0}
