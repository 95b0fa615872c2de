"""The everyday tasks take as few keys as docs/keystrokes.md says."""

from __future__ import annotations

from crm_desktop.ui.main_window import MainWindow
from scripts import keystrokes


def test_everyday_tasks_are_done_within_their_seconds_and_the_page_says_so(sample_window: MainWindow) -> None:
    before = sample_window.app.store.dump()["interaction"]
    tasks = keystrokes.measure(sample_window)
    assert len(tasks) == 10
    assert [task.what for task in tasks if task.limit and task.seconds > task.limit] == []
    assert keystrokes.FILE.read_text(encoding="utf-8") == keystrokes.table(tasks), "run make keystrokes"
    assert sample_window.app.store.dump()["interaction"] == before
