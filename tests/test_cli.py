"""The command line: the second face, through its own door."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from crm_desktop.cli import main
from crm_desktop.domain.errors import UserError
from crm_desktop.paths import HOME_VARIABLE, log_folder


def _orders(folder: Path) -> Path:
    rows = ["Customer,Order date,Total"]
    for account in range(25):
        rows += [
            f"Firm {account:02},2026-{month:02}-{day:02},{100 + account}.50"
            for month in range(1, 11)
            for day in (3, 17)
        ]
    rows += [f"Gone Ltd,2026-{month:02}-05,900" for month in range(1, 6)]
    rows += [f"Gone Ltd,2026-{month:02}-15,900" for month in range(1, 6)]
    rows.append("Broken,not a day,12")
    path = folder / "orders.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_main_job_from_a_file_to_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = ["--workspace", tmp_path / "w.crm", "--today", "2026-10-20"]
    status, out, _ = _run(capsys, *book, "import", _orders(tmp_path), "--json")
    result = json.loads(out.splitlines()[-1])
    assert status == 0
    assert result["outcome"] == "imported"
    assert (result["rows_total"], result["imported"], result["duplicates"]) == (511, 510, 0)
    assert [row["row"] for row in result["rejected"]] == [512]
    status, out, _ = _run(capsys, *book, "attention", "--json")
    first = json.loads(out)["accounts"][0]
    assert first["account"] == "Gone Ltd"
    assert first["reason"].startswith("Usually orders every ")
    _, out, _ = _run(capsys, *book, "attention", "--limit", "1")
    assert "For today" in out
    assert "Gone Ltd" in out
    _, out, _ = _run(capsys, *book, "show", "gone")
    assert "Slipping away" in out


def test_log_undo_redo_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = ["--workspace", tmp_path / "w.crm", "--today", "2026-10-20"]
    _run(capsys, *book, "import", _orders(tmp_path))
    status, out, _ = _run(capsys, *book, "log", "gone call about boxes 4/10 >fri", "--json")
    assert status == 0
    assert json.loads(out)["account"] == "Gone Ltd"
    _, out, _ = _run(capsys, *book, "attention", "--json")
    assert "Gone Ltd" not in [row["account"] for row in json.loads(out)["accounts"]]
    _, out, _ = _run(capsys, *book, "history", "Gone Ltd")
    assert "boxes" in out
    assert _run(capsys, *book, "undo")[1] == "Undone: Call with Gone Ltd\n"
    _, out, _ = _run(capsys, *book, "attention", "--json")
    assert "Gone Ltd" in [row["account"] for row in json.loads(out)["accounts"]]
    assert _run(capsys, *book, "redo")[1] == "Done again: Call with Gone Ltd\n"
    _, out, _ = _run(capsys, *book, "history")
    assert out.count("\n") == 4
    assert _run(capsys, *book, "check")[:2] == (0, "The workspace is sound.\n")


def test_a_dry_run_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = ["--workspace", tmp_path / "w.crm"]
    _run(capsys, *book, "log", "Acme call hello")
    before = _run(capsys, *book, "dump")[1]
    status, out, _ = _run(capsys, *book, "import", _orders(tmp_path), "--dry-run", "--json")
    assert status == 0
    assert json.loads(out)["imported"] == 510
    assert _run(capsys, *book, "dump")[1] == before


def test_dump_has_amounts_as_exact_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = ["--workspace", tmp_path / "w.crm"]
    _run(capsys, *book, "import", _orders(tmp_path))
    dump = json.loads(_run(capsys, *book, "dump")[1])
    assert dump["purchases"][0] == {
        "account": "Firm 00", "date": "2026-01-03", "amount": "100.50", "currency": "EUR", "what": "", "reference": "",
        "refund": 0,
    }  # fmt: skip
    assert len(dump["accounts"]) == 26


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["attention"], "There is no workspace"),
        (["import", "missing.csv"], "missing.csv"),
        (["import", "orders.csv", "--settings", "{"], "not JSON"),
        (["show", "nobody"], "There is no workspace"),
        (["analyse", "orders.csv", "--as-of", "soon"], "not a day"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(_orders(tmp_path).parent)
    status, out, err = _run(capsys, "--workspace", tmp_path / "w.crm", *arguments)
    assert (status, out) == (1, "")
    assert sentence in err
    assert "Traceback" not in err


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["attend"])
    assert stopped.value.code == 2
    with pytest.raises(SystemExit) as stopped:
        main(["--today", "tomorrow", "attention"])
    assert stopped.value.code == 2


def test_the_sample_has_reasons_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = _run(capsys, "--sample", "--today", "2026-11-20", "attention", "--limit", "8")
    assert status == 0
    assert out.count("\n") >= 10
    status, _, _ = _run(capsys, "--today", "2026-11-20", "sample", "--accounts", "20", "--to", tmp_path / "s.crm")
    assert status == 0
    status, _, err = _run(capsys, "sample", "--to", tmp_path / "s.crm")
    assert status == 1
    assert "there already" in err


def test_the_rule_goes_to_court_over_the_own_past(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = ["--sample", "--today", "2026-11-20"]
    status, out, _ = _run(capsys, *sample, "court", "--list", "8", "--json")
    assert status == 0
    assert json.loads(out)["size"] == 8
    _, out, _ = _run(capsys, *sample, "court")
    assert "silent for 60 days" in out.casefold()
    _run(capsys, "--workspace", tmp_path / "w.crm", "log", "Acme call hello")
    status, out, _ = _run(capsys, "--workspace", tmp_path / "w.crm", "court")
    assert status == 0
    assert len(out.splitlines()) == 1


def test_analyse_needs_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "log.csv"
    path.write_text("account,date,amount\n" + "".join(f"A,2026-0{m}-01,5\n" for m in range(1, 7)), encoding="utf-8")
    status, out, _ = _run(capsys, "analyse", path, "--as-of", "2026-11-01")
    assert status == 0
    assert out.splitlines()[0] == "account,score,p,surprise"
    assert out.splitlines()[1].startswith("A,")


def test_user_errors_join_their_sentences() -> None:
    assert str(UserError("This happened.", "That is safe.", "Do this.")) == "This happened. That is safe. Do this."


def test_a_book_without_orders_of_late_is_never_called_healthy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(capsys, "--workspace", tmp_path / "w.crm", "import", _orders(tmp_path))
    for day in ("2027-06-01", "2031-01-01"):
        _, out, _ = _run(capsys, "--workspace", tmp_path / "w.crm", "--today", day, "attention")
        assert "No orders since" in out, day
        assert "usual rhythm" not in out


def test_the_terminal_does_not_guess_an_account(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = ["--workspace", tmp_path / "w.crm", "--today", "2026-10-20"]
    _run(capsys, *book, "import", _orders(tmp_path))
    status, _, err = _run(capsys, *book, "log", "firm call about boxes")
    assert status == 1
    assert "could be Firm" in err
    status, out, _ = _run(capsys, *book, "log", "Nordlys call hello", "--json")
    assert status == 0
    assert json.loads(out)["new_account"] is True
    assert json.loads(out)["message"].startswith("New account Nordlys.")


def test_a_dry_run_speaks_of_what_would_happen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = _run(capsys, "--workspace", tmp_path / "w.crm", "import", _orders(tmp_path), "--dry-run")
    assert out.startswith("510 rows would be imported")
    assert "EUR" in out


def test_a_mistake_of_ours_is_one_sentence_and_its_stack_stands_in_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = "Acme"

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(person)

    book = ["--workspace", tmp_path / "w.crm"]
    _run(capsys, *book, "log", "Acme call hello")
    monkeypatch.setattr(json, "dump", broken)
    status, _, err = _run(capsys, *book, "dump")
    log = log_folder() / "crm-desktop.log"
    assert status == 1
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert str(log) in err
    written = log.read_text(encoding="utf-8")
    assert "RuntimeError" in written
    assert "in broken" in written
    assert person not in err + written


def test_a_mistake_of_ours_without_a_log_folder_is_still_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    book = ["--workspace", tmp_path / "w.crm"]
    _run(capsys, *book, "log", "Acme call hello")
    (tmp_path / "home").write_text("a file stands where the folder should be")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setattr(json, "dump", broken)
    status, _, err = _run(capsys, *book, "dump")
    assert (status, err.count("\n")) == (1, 1)
    assert "could not be written down" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_output_that_takes_nothing_is_one_sentence() -> None:
    program = [sys.executable, "-m", "crm_desktop", "--sample", "attention"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("The system refused: ")
    assert done.stderr.count("\n") == 1


_READ_ONLY = """
import subprocess, sys
from crm_desktop.cli import main
folder, orders = sys.argv[1:]
for options in ("--bind", "-oremount,ro,bind"):
    if subprocess.run(["mount", options, folder, folder], capture_output=True).returncode:
        sys.exit(77)
old = ["--workspace", folder + "/w.crm"]
for arguments in (
    [*old, "attention"], [*old, "show", "Acme"], [*old, "log", "Acme call"], [*old, "undo"], [*old, "backup"],
    [*old, "export", "--to", folder + "/x.csv", "--kind", "accounts"], [*old, "restore", folder + "/kept.crm"],
    ["--workspace", folder + "/new.crm", "import", orders], ["sample", "--to", folder + "/deep/new.crm"],
):
    print("status", main(arguments), flush=True)
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="nothing here can mount a folder read-only")
def test_a_read_only_drive_is_read_and_every_command_that_writes_says_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "drive"
    folder.mkdir()
    _run(capsys, "--workspace", folder / "w.crm", "log", "Acme call hello")
    shutil.copy(folder / "w.crm", folder / "kept.crm")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    program = ["unshare", "-m", sys.executable, "-c", _READ_ONLY, str(folder), str(_orders(tmp_path))]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode == 77 or done.stderr.startswith("unshare:"):
        pytest.skip("not allowed to mount here")
    statuses = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("status")]
    assert statuses == ["0"] * 2 + ["1"] * 7, done.stderr
    assert "Acme" in done.stdout.partition("status")[2]
    lines = done.stderr.splitlines()
    assert len(lines) == 7
    assert all("open for reading only" in line and "allow writing to it" in line for line in lines[:2])
    assert all(str(folder) in line or "x.csv" in line for line in lines[2:])
    assert all("Check the " in line for line in lines[2:])
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def _person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[object]:
    book: list[object] = ["--workspace", tmp_path / "w.crm", "--today", "2026-10-20"]
    people = tmp_path / "people.csv"
    people.write_text(
        "Account,Full name,E-mail,Phone\nAcme,Zdenka Quxova,z@canary.example,041 987 654\nAcme,Zdenka Other,,\n",
        encoding="utf-8",
    )
    assert _run(capsys, *book, "import", people, "--kind", "contacts")[0] == 0
    people.unlink()
    return book


def test_everything_about_a_person_and_then_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = _person(tmp_path, capsys)
    _run(capsys, *book, "backup")
    status, _, err = _run(capsys, *book, "person", "zdenka", "--to", tmp_path / "z.zip")
    assert (status, "could be Zdenka Quxova (Acme); Zdenka Other (Acme)" in err) == (1, True)
    status, out, _ = _run(capsys, *book, "person", "Z@canary.example", "--to", tmp_path / "z.zip")
    assert (status, "about Zdenka Quxova written to z.zip" in out) == (0, True)
    with zipfile.ZipFile(tmp_path / "z.zip") as archive:
        assert json.loads(archive.read("person.json"))["contact"][0]["phone"] == "041 987 654"
    (tmp_path / "z.zip").unlink()
    erase = [*book, "erase-person", "041987654", "--certificate", tmp_path / "c.json"]
    status, _, err = _run(capsys, *erase)
    assert (status, "Add --yes" in err, "cannot be undone" in err) == (1, True, True)
    status, out, _ = _run(capsys, *erase, "--yes")
    assert (status, "The person was erased." in out) == (0, True)
    held = [file for file in tmp_path.rglob("*") if file.is_file() and b"canary" in file.read_bytes()]
    assert held == []
    assert json.loads((tmp_path / "c.json").read_text())["found_afterwards"] == 0
    assert _run(capsys, *book, "check")[0] == 0
    assert _run(capsys, *book, "compact")[0] == 0
    assert "Nobody is called" in _run(capsys, *erase, "--yes")[2]


def test_what_still_holds_them_is_told_and_is_not_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = _person(tmp_path, capsys)
    kept = Path(_run(capsys, *book, "backup")[1].strip())
    erase = [*book, "erase-person", "Zdenka Quxova", "--certificate", tmp_path / "c.txt", "--yes", "--backups", "keep"]
    status, out, _ = _run(capsys, *erase)
    assert (status, kept.name in out) == (1, True)
    assert "STILL HOLDS THEM" in (tmp_path / "c.txt").read_text(encoding="utf-8")


def test_an_archive_has_another_ending_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = _person(tmp_path, capsys)
    status, _, err = _run(capsys, *book, "person", "Zdenka Quxova", "--to", tmp_path / "z.csv")
    assert (status, "does not end in .zip" in err, (tmp_path / "z.csv").exists()) == (1, True, False)
