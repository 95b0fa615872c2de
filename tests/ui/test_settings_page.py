"""The settings page: the business's choices can be undone, the laptop's are kept at once, looking writes nothing."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.services import preferences
from crm_desktop.settings import Settings, settings_file
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.settings import SettingsPage
from crm_desktop.ui.theme import look
from crm_desktop.ui.widgets.note import Note
from crm_desktop.ui.widgets.setting_field import SettingField


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    window.activateWindow()
    window.open_page("settings")
    QApplication.processEvents()
    shown = window.page
    assert isinstance(shown, SettingsPage)
    return shown


def type_into(field: SettingField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def enter(field: SettingField, text: str) -> None:
    type_into(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def problems(page: SettingsPage) -> list[str]:
    wrong = [field.error for field in page.findChildren(SettingField) if field.error]
    shown = [note.text for note in page.findChildren(Note) if note.text in wrong]
    assert wrong == shown, "what is wrong stands by its field"
    return wrong


def test_looking_at_it_writes_nothing(app: App, page: SettingsPage, window: MainWindow) -> None:
    before = app.store.dump()
    for field in (page.business, page.currency, page.day_size, page.share_a, page.share_b):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
    window.open_page("accounts")
    assert app.store.dump() == before
    assert app.store.next_step("undo") is None
    assert not settings_file().exists()
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [window], "no note is a window of its own"


def test_it_shows_what_is_stored(app: App, window: MainWindow) -> None:
    preferences.change(
        app.store, business="Wren & <b>", currency="NOK", day_size=12, tier_share_a=0.7, tier_share_b=0.125
    )
    window.open_page("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    shown = [f.text() for f in (page.business, page.currency, page.day_size, page.share_a, page.share_b)]
    assert shown == ["Wren & <b>", "NOK", "12", "70", "12.5"]
    assert "first 70% of" in page.tiers_note.text
    assert "next 12.5%" in page.tiers_note.text


def test_a_changed_value_is_saved_on_enter_and_can_be_undone(app: App, page: SettingsPage, window: MainWindow) -> None:
    before = app.store.dump()
    enter(page.business, "Hallam & Reed")
    assert preferences.get(app.store).business == "Hallam & Reed"
    assert window.message.text == "Settings changed."
    assert "Hallam & Reed" in window.windowTitle()
    window.undo()
    assert app.store.dump() == before
    assert page.business.text() == ""


@pytest.mark.parametrize(
    ("field", "text", "key", "value"),
    [
        ("currency", "usd", "currency", "USD"),
        ("day_size", "20", "day_size", 20),
        ("day_size", "3", "day_size", 3),
        ("share_a", "70", "tier_share_a", 0.7),
        ("share_a", "33,33 %", "tier_share_a", 0.3333),
        ("share_b", "5%", "tier_share_b", 0.05),
    ],
)
def test_sound_values_are_saved_on_leaving_the_field(
    app: App, page: SettingsPage, field: str, text: str, key: str, value: object
) -> None:
    type_into(getattr(page, field), text)
    page.look.findChildren(QRadioButton)[0].setFocus()
    assert getattr(preferences.get(app.store), key) == value
    assert problems(page) == []


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("currency", "EURO", "A currency has three letters, as in EUR."),
        ("currency", "€", "A currency has three letters, as in EUR."),
        ("currency", "ЕВР", "A currency has three letters, as in EUR."),
        ("day_size", "2", "A day holds 3 to 20 accounts."),
        ("day_size", "21", "A day holds 3 to 20 accounts."),
        ("day_size", "eight", "A day holds 3 to 20 accounts."),
        ("day_size", "٨", "A day holds 3 to 20 accounts."),
        ("day_size", "9" * 5000, "A day holds 3 to 20 accounts."),
        ("share_a", "0", "A share lies between 0 and 100 percent."),
        ("share_a", "nan", "A share lies between 0 and 100 percent."),
        ("share_a", "inf", "A share lies between 0 and 100 percent."),
        ("share_a", "most", "A share is a number of percent, such as 80."),
        ("share_a", "85", "A and B together must leave something for C: less than 100 percent."),
        ("share_b", "20", "A and B together must leave something for C: less than 100 percent."),
    ],
)
def test_a_wrong_value_is_not_saved_and_says_why_beside_it(
    app: App, page: SettingsPage, field: str, text: str, sentence: str
) -> None:
    before = app.store.dump()
    target = getattr(page, field)
    target.setFocus()
    target.selectAll()
    target.insert(text)
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert problems(page) == [sentence]
    assert target.text() == text, "what was typed stays to be mended"
    assert app.store.dump() == before
    QTest.keyClick(target, Qt.Key.Key_Escape)
    assert problems(page) == []
    assert target.text() != text


def test_what_is_being_typed_is_not_overwritten_by_a_change_from_elsewhere(app: App, page: SettingsPage) -> None:
    type_into(page.business, "Hal")
    preferences.change(app.store, day_size=5)
    assert page.business.text() == "Hal"
    assert page.day_size.text() == "5"


def test_the_look_is_chosen_and_kept_at_once(app: App, page: SettingsPage) -> None:
    told: list[Settings] = []
    page.laptop_changed.connect(told.append)
    next(b for b in page.look.findChildren(QRadioButton) if b.text() == "Dark").click()
    assert look().theme.name == "dark"
    assert settings.get().look == "dark"
    assert told == [settings.get()]
    assert app.store.next_step("undo") is None, "what belongs to the laptop is no step of the workspace"
    look().choose(mode="light")


def test_the_text_size_is_chosen_and_kept_and_follows_the_keys(page: SettingsPage, window: MainWindow) -> None:
    page.text_size.setFocus()
    QTest.keyClick(page.text_size, Qt.Key.Key_Down)
    assert look().text_scale == settings.get().text_scale == 1.1
    window.actions_by_id["text.larger"].trigger()
    assert page.text_size.currentText() == "121%"
    window.actions_by_id["text.normal"].trigger()
    assert page.text_size.currentText() == "100%"


def test_letters_and_rows_are_kept(page: SettingsPage) -> None:
    page.letters.click()
    page.compact.click()
    assert settings.get() == Settings(letter_keys=False, compact_rows=True)


@pytest.mark.expects_logging
def test_a_disk_that_refuses_is_told_and_the_page_shows_what_is_kept(page: SettingsPage, window: MainWindow) -> None:
    settings_file().mkdir()
    (settings_file() / "something").write_text("in the way")
    page.compact.click()
    assert window.message.is_problem
    assert not page.compact.isChecked()
    shutil.rmtree(settings_file())


def test_it_says_where_the_workspace_lies_and_how_large_it_is(app: App, page: SettingsPage) -> None:
    assert page.path.text() == str(app.store.path)
    assert page.path.isReadOnly()
    number, unit = page.file_size.text().split()
    assert int(number) > 0
    assert unit == "KB"


def test_how_often_to_talk_is_set_by_tier(app: App, page: SettingsPage) -> None:
    shown = {tier: field.text() for tier, field in page.contact_every.items()}
    assert shown == {"A": "30", "B": "60", "C": "120"}
    enter(page.contact_every["B"], "45")
    assert preferences.get(app.store).contact_every == {"A": 30, "B": 45, "C": 120}
    for wrong in ("0", "731", "often"):
        enter(page.contact_every["A"], wrong)
        assert problems(page) == ["A standard lies between 1 and 730 days."]
        QTest.keyClick(page.contact_every["A"], Qt.Key.Key_Escape)
    app.store.undo()
    assert page.contact_every["B"].text() == "60"


def test_every_field_has_a_name_and_tab_reaches_them_in_order(page: SettingsPage) -> None:
    page.business.setFocus()
    names = []
    for _ in range(18):
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.accessibleName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert names == [
        "Name",
        "Our email addresses",
        "Currency",
        "A day holds",
        "Tier A, in percent",
        "Tier B, in percent",
        "Talk to A every … days",
        "Talk to B every … days",
        "Talk to C every … days",
        "Look: Follow the system",
        "Text size",
        "Low rows, so that more of them fit",
        "Single letters do something in a list: L log, S snooze, D done",
        "Tell me when a follow-up or a promise of ours is due",
        "Without a time, at",
        "Open crm-desktop when I log in",
        "Choose a file…",
        "Where it lies",
    ]
