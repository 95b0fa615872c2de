"""A workspace that was taken out as JSON comes back through the window, with nothing lost and nothing replaced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from crm_desktop.app import App, open_workspace
from crm_desktop.services import whole
from crm_desktop.services.sample import create_sample
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.tasks import ImmediateTasks
from tests.world import TODAY, add_account


@pytest.fixture(scope="module")
def taken_out(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The file, and what is in it."""
    folder = tmp_path_factory.mktemp("taken")
    source = open_workspace(folder / "source.crm", today=TODAY, create=True)
    create_sample(source.store, 12, TODAY)
    whole.save(source.store, folder / "Everything.json")
    held = source.store.dump()
    source.close()
    return folder / "Everything.json", held


@pytest.fixture
def reopened() -> list[Path | None]:
    return []


@pytest.fixture
def own_window(app: App, qapp: QApplication, reopened: list[Path | None]) -> Iterator[MainWindow]:
    shown = MainWindow(app, ImmediateTasks(), reopen=reopened.append)
    shown.show()
    yield shown
    shown.close()


def _choose(monkeypatch: pytest.MonkeyPatch, *, opened: Path | None = None, saved: Path | str = "") -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(opened or ""), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(saved), ""))


def test_into_an_empty_workspace_it_goes_in_one_step(
    own_window: MainWindow, taken_out: tuple[Path, dict[str, Any]]
) -> None:
    file, held = taken_out
    empty = own_window.app.store.dump()
    own_window.open_import(file)
    assert own_window.app.store.dump() == held
    assert "entries brought back" in own_window.message.text
    own_window.undo()
    assert own_window.app.store.dump() == empty


@pytest.mark.parametrize("way", ["import", "open"])
def test_beside_accounts_of_ones_own_it_becomes_a_new_file_which_is_opened(
    own_window: MainWindow,
    taken_out: tuple[Path, dict[str, Any]],
    reopened: list[Path | None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    way: str,
) -> None:
    file, held = taken_out
    add_account(own_window.app.store, "Ours")
    before = own_window.app.store.dump()
    _choose(monkeypatch, opened=file, saved=tmp_path / "back")
    if way == "import":
        own_window.open_import(file)
    else:
        own_window.choose_workspace()
    assert reopened == [tmp_path / "back.crm"]
    assert own_window.app.store.dump() == before
    again = open_workspace(tmp_path / "back.crm", today=TODAY)
    assert again.store.dump() == held
    again.close()


def test_no_file_is_replaced_and_none_is_left_half_made(
    own_window: MainWindow,
    taken_out: tuple[Path, dict[str, Any]],
    reopened: list[Path | None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    add_account(own_window.app.store, "Ours")
    (there := tmp_path / "there.crm").write_bytes(b"somebody's")
    _choose(monkeypatch, saved=there)
    own_window.open_whole(taken_out[0])
    assert there.read_bytes() == b"somebody's"
    assert "already" in own_window.message.text
    (damaged := tmp_path / "damaged.json").write_bytes(taken_out[0].read_bytes()[:-2000])
    _choose(monkeypatch, saved=tmp_path / "new.crm")
    own_window.open_whole(damaged)
    assert "damaged" in own_window.message.text
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("new.crm")] == []
    _choose(monkeypatch)
    own_window.open_whole(taken_out[0])
    assert reopened == []
