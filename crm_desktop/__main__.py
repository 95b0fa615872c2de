"""The two faces: ``crm-desktop`` opens the window, ``crm`` is the terminal, ``python -m crm_desktop`` is either."""

from __future__ import annotations

import sys

# Options that say which workspace the window opens; anything else is a command for the terminal.
_WINDOW_OPTIONS = {"--workspace", "--today", "--sample"}


def main_window() -> int:
    """Opens the window."""
    from crm_desktop.ui.start import run

    return run(sys.argv[1:])


def main_terminal() -> int:
    """Runs one command of the command line."""
    from crm_desktop.cli import main

    return main(sys.argv[1:])


def _names_a_command(arguments: list[str]) -> bool:
    """Whether anything but the window's own options was given."""
    values = iter(arguments)
    for argument in values:
        option = argument.split("=")[0]
        if option not in _WINDOW_OPTIONS:
            return True
        if option != "--sample" and "=" not in argument:
            next(values, None)
    return False


if __name__ == "__main__":
    sys.exit(main_terminal() if _names_a_command(sys.argv[1:]) else main_window())
