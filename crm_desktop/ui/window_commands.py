"""The commands of the window as one list."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.i18n import tr
from crm_desktop.ui.commands import AccountCommand, Command
from crm_desktop.ui.page_list import PAGES

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.window_actions import WindowActions

_MAC = sys.platform == "darwin"
_TEXT_STEP = 1.1


def window_commands(window: MainWindow, actions: WindowActions) -> tuple[Command, ...]:
    """What can be done from anywhere; menu, shortcuts, palette and help sheet derive from it."""
    file, edit, go, do, view, help_ = tr("File"), tr("Edit"), tr("Go"), tr("Do"), tr("View"), tr("Help")
    pages = tuple(
        Command(f"go.{spec.name}", spec.text(), go, partial(window.open_page, spec.name), (spec.key,), spec.icon)
        for spec in PAGES
        if spec.key
    )
    store = window.app.store
    return (
        Command("account.new", tr("New account"), file, actions.new_account, ("Ctrl+N",), "user-plus"),
        Command("workspace.open", tr("Open a workspace…"), file, window.choose_workspace, ("Ctrl+O",)),
        Command(
            "calendar.save",
            tr("Save follow-ups as a calendar…"),
            file,
            lambda: window.overlays.save_calendar(),
            (),
            "calendar",
        ),
        Command(
            "file.keep",
            tr("Keep files with an account…"),
            file,
            lambda: window.dropping.choose_files(),
            (),
            "download",
        ),
        Command("export", tr("Export this list…"), file, window.export_page, ("Ctrl+E",), "download"),
        Command("export.all", tr("Export everything…"), file, lambda: window.taking_out.export_everything()),
        Command("print", tr("Print this list…"), file, actions.print_page, ("Ctrl+P",)),
        Command("backup", tr("Back up now"), file, lambda: window.backing_up.back_up(), (), "hard-drive"),
        Command("backup.to", tr("Back up into a folder…"), file, lambda: window.backing_up.back_up_elsewhere()),
        Command("restore", tr("Put a backup back…"), file, lambda: window.backing_up.choose()),
        Command("person.data", tr("A person’s data…"), file, actions.ask_whose_data, (), "users"),
        Command("save", tr("Save"), file, lambda: window.say(tr("Saved already.")), ("Ctrl+S",)),
        Command("quit", tr("Quit"), file, actions.quit, ("Ctrl+Q",)),
        Command(
            "undo", tr("Undo"), edit, window.undo, ("Ctrl+Z",), "undo-2", lambda: store.next_step("undo") is not None
        ),
        Command(
            "redo",
            tr("Redo"),
            edit,
            window.redo,
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            "redo-2",
            lambda: store.next_step("redo") is not None,
        ),
        Command("history", tr("History"), edit, lambda: window.overlays.open_history(), ("Ctrl+H",)),
        Command(
            "paste.mail",
            tr("Paste an email or files"),
            edit,
            lambda: window.dropping.paste(),
            ("Ctrl+Shift+V",),
            "mail",
        ),
        Command("brief.copy", tr("Copy for email"), edit, actions.copy_brief, (), "mail"),
        Command("find", tr("Search in this page"), edit, actions.search, ("Ctrl+F",), "search"),
        Command(
            "palette",
            tr("Find or do"),
            go,
            lambda: window.overlays.open_palette(),
            ("Ctrl+K", "Ctrl+Shift+P"),
            "search",
        ),
        *pages,
        Command("go.back", tr("Back"), go, window.body.pages.go_back, ("Ctrl+[",) if _MAC else ("Alt+Left",)),
        Command("go.forward", tr("Forward"), go, window.body.pages.go_forward, ("Ctrl+]",) if _MAC else ("Alt+Right",)),
        Command("pane.next", tr("Next pane"), go, lambda: actions.next_pane(1), ("F6",)),
        Command("pane.previous", tr("Previous pane"), go, lambda: actions.next_pane(-1), ("Shift+F6",)),
        Command("log", tr("Log"), do, actions.log, ("Ctrl+L",), "square-pen"),
        Command("follow_up", tr("Follow-up for this account"), do, actions.follow_up, ("Ctrl+Shift+F",), "calendar"),
        Command("brief", tr("Before the call: what to know"), do, actions.brief, ("Ctrl+Shift+B",), "phone"),
        Command("promise", tr("Promise for this account…"), do, actions.promise, (), "handshake"),
        Command("talk.often", tr("How often to talk to this account…"), do, actions.how_often, (), "phone"),
        Command("duplicates", tr("Find duplicates…"), do, window.open_duplicates, (), "users"),
        Command("refresh", tr("Check all rhythms again"), do, actions.check_again, ("F5",)),
        Command("sidebar", tr("Sidebar"), view, window.body.toggle_sidebar, ("Ctrl+B",)),
        Command("text.larger", tr("Larger text"), view, lambda: actions.scale_text(_TEXT_STEP), ("Ctrl++", "Ctrl+=")),
        Command("text.smaller", tr("Smaller text"), view, lambda: actions.scale_text(1 / _TEXT_STEP), ("Ctrl+-",)),
        Command("text.normal", tr("Normal text size"), view, lambda: actions.scale_text(None), ("Ctrl+0",)),
        Command("keys", tr("Keys"), help_, lambda: actions.show_keys(window.commands), ("F1",), "info"),
        Command("keys.page", tr("Keys of this page"), help_, lambda: actions.show_keys(()), ("Shift+F1",), "info"),
    )


def account_commands(window: MainWindow) -> tuple[AccountCommand, ...]:
    """What the palette offers to do with an account that was found."""
    return (
        AccountCommand("log", lambda name: tr("Log with {name}", name=name), window.open_log),
        AccountCommand(
            "follow_up",
            lambda name: tr("Add follow-up for {name}", name=name),
            lambda account: window.open_log(account, tr("follow up ")),
        ),
    )
