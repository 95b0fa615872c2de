"""``crm duplicates`` lists what stands twice and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_desktop.app import open_workspace
from crm_desktop.cli import main
from tests.world import TODAY, add_account


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "test.crm"
    app = open_workspace(path, today=TODAY, create=True)
    for name in ("Kovač d.o.o.", "KOVAC", "Fjordmat AS"):
        add_account(app.store, name)
    app.close()
    return path


def test_the_pairs_are_printed_with_the_reason(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--workspace", str(file), "duplicates"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split("  ")[0] == "Kovač d.o.o."
    assert line.endswith("same name")


def test_json_is_one_object_with_ids_and_reasons(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--workspace", str(file), "duplicates", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["found"] == 1
    assert told["pairs"][0]["names"] == ["Kovač d.o.o.", "KOVAC"]
    assert told["pairs"][0]["reasons"] == ["name"]


def test_nobody_twice_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--workspace", str(file), "duplicates", "--people"]) == 0
    assert capsys.readouterr().out == "Nobody stands twice\n"
