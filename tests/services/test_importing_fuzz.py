"""Damaged files of every kind: imported or refused, and every row accounted for."""

from __future__ import annotations

from pathlib import Path

from scripts.fuzz import Bench


def test_damaged_files_are_imported_or_refused(tmp_path: Path) -> None:
    bench = Bench(tmp_path, seed=11)
    assert [wrong for number in range(300) if (wrong := bench.run(number))] == []
