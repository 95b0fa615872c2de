"""Commands as data: menu, shortcuts and the help sheet derive from one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do from anywhere in the window.

    ``menu`` is the name of the menu it stands in; ``keys`` are portable key sequences, the first is the one shown.
    ``enabled`` is asked whenever its menu opens.
    """

    id: str
    text: str
    menu: str
    run: Callable[[], None]
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Callable[[], bool] = lambda: True


@dataclass(frozen=True, slots=True)
class AccountCommand:
    """What a command does for the account at hand, for an account that was named: the palette offers it.

    ``command`` is the id of that command, whose icon and key it has; ``text`` says it with the account's name.
    """

    command: str
    text: Callable[[str], str]
    run: Callable[[int], None]


def install(
    commands: Sequence[Command], window: QWidget, menu_bar: QMenuBar, ran: Callable[[str], None]
) -> dict[str, QAction]:
    """Makes an action of every command, with its menu and its shortcuts. Two commands on one key are an error.

    ``ran`` hears the id of each command that was run by its key or from the menu.
    """
    taken: dict[str, str] = {}
    actions: dict[str, QAction] = {}
    menus = {title: menu_bar.addMenu(title) for title in dict.fromkeys(command.menu for command in commands)}
    for command in commands:
        for key in command.keys:
            if key in taken:
                raise ValueError(f"{key} is both {taken[key]} and {command.id}")
            taken[key] = command.id
        action = QAction(command.text, window)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.triggered.connect(lambda _checked=False, name=command.id: ran(name))
        action.triggered.connect(lambda _checked=False, run=command.run: run())
        window.addAction(action)
        menus[command.menu].addAction(action)
        actions[command.id] = action
    for title, menu in menus.items():
        mine = [command for command in commands if command.menu == title]
        menu.aboutToShow.connect(lambda mine=mine: _enable(actions, mine, asked=True))
        menu.aboutToHide.connect(lambda mine=mine: _enable(actions, mine, asked=False))
    return actions


def _enable(actions: dict[str, QAction], commands: Sequence[Command], *, asked: bool) -> None:
    """Greys out what cannot be done while its menu is open; a shortcut always gets its answer."""
    for command in commands:
        actions[command.id].setEnabled(command.enabled() if asked else True)
