"""Every module keeps the rules of the house (``house_rules``), and every rule can fail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.house_rules import (
    ROOT,
    RULES,
    Module,
    circles,
    every_module_says_what_it_is_for,
    labels_show_plain_text,
    migrations_are_frozen,
    modules,
    only_known_libraries,
    parse,
    slow_libraries_are_imported_late,
    storage_alone_opens_transactions,
    tables_come_from_migrations_only,
    the_arrow_of_imports,
    today_is_an_argument,
    what_people_are_told_is_translated,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Callable[[Module], Iterator[str]]) -> None:
    assert [breach for module in modules() for breach in rule(module)] == []


def test_no_module_waits_for_itself() -> None:
    assert circles(modules()) == []


def imported_with(names: list[str]) -> set[str]:
    """The modules of libraries that stand in memory after these modules of ours were imported."""
    program = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program, *names], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


def test_importing_the_whole_program_loads_nothing_slow() -> None:
    assert imported_with([module.name for module in modules()]) & {"numpy", "babel"} == set()


def test_the_core_and_the_terminal_load_no_window() -> None:
    loaded = imported_with([module.name for module in modules() if module.part != "ui"])
    assert {name for name in loaded if name.startswith(("PySide6", "shiboken6"))} == set()


# --- each rule can fail

BREACHES = [
    (the_arrow_of_imports, "crm_desktop.domain.x", "from crm_desktop.storage import tables"),
    (the_arrow_of_imports, "crm_desktop.domain.x", "from crm_desktop import i18n"),
    (the_arrow_of_imports, "crm_desktop.domain.x", "from ..services import accounts"),
    (the_arrow_of_imports, "crm_desktop.storage.x", "def later():\n import crm_desktop.services.accounts"),
    (the_arrow_of_imports, "crm_desktop.services.x", "from crm_desktop.app import App"),
    (the_arrow_of_imports, "crm_desktop.ui.x", "if TYPE_CHECKING:\n from crm_desktop.storage.store import Store"),
    (the_arrow_of_imports, "crm_desktop.cli", "from crm_desktop.ui.main_window import MainWindow"),
    (the_arrow_of_imports, "crm_desktop.app", "from crm_desktop.cli import main"),
    (the_arrow_of_imports, "crm_desktop.paths", "from crm_desktop.services import accounts"),
    (the_arrow_of_imports, "crm_desktop.helpers", "import os"),
    (only_known_libraries, "crm_desktop.domain.x", "import peewee"),
    (only_known_libraries, "crm_desktop.services.x", "from PySide6.QtCore import QObject"),
    (only_known_libraries, "crm_desktop.ui.x", "from peewee import fn"),
    (only_known_libraries, "crm_desktop.ui.x", "import apsw"),
    (only_known_libraries, "crm_desktop.cli", "def later():\n from PySide6 import QtCore"),
    (only_known_libraries, "crm_desktop.i18n", "import babel"),
    (slow_libraries_are_imported_late, "crm_desktop.domain.x", "import numpy as np"),
    (slow_libraries_are_imported_late, "crm_desktop.services.x", "class A:\n from numpy import array"),
    (slow_libraries_are_imported_late, "crm_desktop.storage.x", "if TYPE_CHECKING:\n pass\nelse:\n import numpy"),
    (slow_libraries_are_imported_late, "crm_desktop.__main__", "from PySide6.QtWidgets import QApplication"),
    (migrations_are_frozen, "crm_desktop.storage.migrations.0001_first", "from crm_desktop.storage.tables import X"),
    (tables_come_from_migrations_only, "crm_desktop.storage.x", "database.create_tables([A])"),
    (storage_alone_opens_transactions, "crm_desktop.services.x", "with database.atomic('IMMEDIATE'):\n pass"),
    (today_is_an_argument, "crm_desktop.domain.x", "date.today()"),
    (labels_show_plain_text, "crm_desktop.ui.pages.x", "from PySide6.QtWidgets import QLabel"),
    (labels_show_plain_text, "crm_desktop.ui.pages.x", "QtWidgets.QLabel('name')"),
    (what_people_are_told_is_translated, "crm_desktop.services.x", "raise UserError('It is gone.')"),
    (what_people_are_told_is_translated, "crm_desktop.storage.x", "raise UserError(f'{name} is gone.')"),
    (what_people_are_told_is_translated, "crm_desktop.cli", "raise UserError(tr('Gone.'), do='Look elsewhere.')"),
    (what_people_are_told_is_translated, "crm_desktop.ui.x", "errors.UserError('{} is gone.'.format(name))"),
    (every_module_says_what_it_is_for, "crm_desktop.domain.x", "import os"),
]

ALLOWED = [
    (
        the_arrow_of_imports,
        "crm_desktop.domain.x",
        "from . import dates\nfrom crm_desktop.domain.errors import UserError",
    ),
    (the_arrow_of_imports, "crm_desktop.ui.x", "from crm_desktop import __version__\nfrom crm_desktop.i18n import tr"),
    (the_arrow_of_imports, "crm_desktop.__main__", "def main():\n from crm_desktop.ui.main_window import MainWindow"),
    (only_known_libraries, "crm_desktop.domain.x", "def f():\n import numpy as np"),
    (slow_libraries_are_imported_late, "crm_desktop.domain.x", "def f():\n import numpy as np"),
    (slow_libraries_are_imported_late, "crm_desktop.domain.x", "if TYPE_CHECKING:\n import numpy as np"),
    (slow_libraries_are_imported_late, "crm_desktop.__main__", "def f():\n from PySide6.QtWidgets import QApplication"),
    (migrations_are_frozen, "crm_desktop.storage.migrations.0001_first", "import peewee"),
    (storage_alone_opens_transactions, "crm_desktop.storage.store", "database.atomic()"),
    (today_is_an_argument, "crm_desktop.domain.x", "today = chosen.today"),
    (labels_show_plain_text, "crm_desktop.ui.widgets.labels", "from PySide6.QtWidgets import QLabel"),
    (what_people_are_told_is_translated, "crm_desktop.services.x", "UserError(tr('{n} is gone.', n='x'), do=advice)"),
    (what_people_are_told_is_translated, "crm_desktop.domain.x", "UserError('It is gone.')"),
    (every_module_says_what_it_is_for, "crm_desktop.domain.x", '"""Dates."""'),
]


@pytest.mark.parametrize(("rule", "name", "source"), BREACHES)
def test_a_breach_is_seen(rule: Callable[[Module], Iterator[str]], name: str, source: str) -> None:
    assert list(rule(parse(name, source)))


@pytest.mark.parametrize(("rule", "name", "source"), ALLOWED)
def test_what_is_allowed_is_not_a_breach(rule: Callable[[Module], Iterator[str]], name: str, source: str) -> None:
    assert list(rule(parse(name, source))) == []


def test_every_rule_is_shown_to_fail() -> None:
    assert {rule for rule, _, _ in BREACHES} == set(RULES)


def test_a_circle_is_seen_and_a_late_import_opens_it() -> None:
    first = parse("crm_desktop.domain.a", "from crm_desktop.domain import b")
    second = parse("crm_desktop.domain.b", "from crm_desktop.domain.c import name")
    third = parse("crm_desktop.domain.c", "import crm_desktop.domain.a")
    late = parse("crm_desktop.domain.c", "def f():\n import crm_desktop.domain.a")
    assert circles([first, second, third]) == [
        "crm_desktop.domain.a > crm_desktop.domain.b > crm_desktop.domain.c > crm_desktop.domain.a"
    ]
    assert circles([first, second, late]) == []
