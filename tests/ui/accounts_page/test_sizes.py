"""The table of the Accounts page: read by a screen reader, in narrow windows, while it is being read."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.app import App
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage
from crm_desktop.ui.tasks import WorkerTasks
from crm_desktop.ui.theme import current_theme
from tests.ui.accounts_page.world import go_to
from tests.world import add_account, business, buy, rate, talk


def test_a_row_tells_a_screen_reader_what_it_shows(app: App, page: AccountsPage) -> None:
    acme = add_account(app.store, "Acme")
    accounts.set_tier(app.store, acme, Tier.A, "opens doors")
    buy(app.store, acme, [13, 33, 53])
    talk(app.store, acme, 13)
    rate(app.store, acme, 20, 8)
    rate(app.store, acme, 5, 4)
    page.mark_stale()
    spoken = {
        column.name: page.table.rows.index(0, place).data(Qt.ItemDataRole.AccessibleTextRole)
        for place, column in enumerate(page.table.rows.columns)
    }
    assert spoken["tier"] == "tier A"
    assert spoken["strip"] == "3 orders in 12 months, the last one 13 days ago"
    assert spoken["last_contact"] == "13 days ago"
    assert spoken["rating"] == "4, at risk, falling"
    assert spoken["revenue"] == "€300"


def test_what_stands_on_a_row_stays_the_current_one_when_others_come(app: App, page: AccountsPage) -> None:
    for name in ("Beta", "Gamma"):
        add_account(app.store, name)
    go_to(page, "Gamma")
    add_account(app.store, "Alpha")
    face = page.table.current_face()
    assert face is not None
    assert face.name == "Gamma"


def test_narrow_windows_leave_columns_out_and_keep_the_name(sample_window: MainWindow) -> None:
    sample_window.open_page("accounts")
    page = sample_window.page
    assert isinstance(page, AccountsPage)
    for width, gone in ((1366, set()), (683, {"strip", "change", "last_contact", "next_step"})):
        sample_window.resize(width, 500)
        QApplication.processEvents()
        header = page.table.header
        hidden = {c.name for place, c in enumerate(page.table.rows.columns) if header.isSectionHidden(place)}
        assert hidden == gone
        assert header.sectionSize(2) >= 120
        assert not page.table.horizontalScrollBar().maximum()


def test_a_page_of_rows_takes_a_few_queries_whatever_the_number_of_cells(sample_window: MainWindow) -> None:
    sample_window.open_page("accounts")
    page = sample_window.page
    assert isinstance(page, AccountsPage)
    store = sample_window.app.store
    asked: list[str] = []
    connection = store.database.connection()
    connection.exec_trace = lambda _cursor, statement, _bindings: asked.append(statement) or True
    try:
        page.table.rows.refresh_rows()
        for row in range(len(page.table.rows.ids)):
            for column in range(page.table.rows.columnCount(QModelIndex())):
                page.table.rows.index(row, column).data()
    finally:
        connection.exec_trace = None
    windows = len(page.table.rows.ids) // 32 + 1
    assert len(asked) <= 4 * windows


def test_grey_rows_stand_where_the_first_list_will_until_it_is_there(app: App, qtbot: QtBot) -> None:
    business(app.store, 3)
    tasks = WorkerTasks(close_thread=app.store.close, held=True)
    window = MainWindow(app, tasks)
    window.resize(1366, 768)
    window.show()
    window.open_page("accounts")
    page = window.page
    assert isinstance(page, AccountsPage)

    def grey_rows() -> int:
        height, image = page.table.verticalHeader().defaultSectionSize(), page.table.viewport().grab().toImage()
        grey = current_theme().color("pressed").rgb()
        middles = range(height // 2, image.height(), height)
        return sum(any(image.pixel(x, y) == grey for x in range(image.width())) for y in middles)

    assert grey_rows() == 0
    qtbot.waitUntil(lambda: page.table.loading)
    assert grey_rows() == 8
    tasks.begin()
    qtbot.waitUntil(lambda: len(page.table.rows.ids) == 3)
    qtbot.waitUntil(lambda: grey_rows() == 0)  # the badge of tier C is grey too, until the tiers are worked out
    answered: list[bool] = []
    tasks.run(lambda: True, answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    window.close()
