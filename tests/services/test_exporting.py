"""Writing out: harmless to spreadsheets, whole or not at all, and the same again when it is brought back."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.app import App, open_workspace
from crm_desktop.cli import main
from crm_desktop.domain.entities import FollowUpFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.neutral import as_meant, harmless, neutral
from crm_desktop.services import export_files, exporting, follow_ups, importing, listings
from crm_desktop.services.importing import ImportSettings
from crm_desktop.services.sample import create_sample
from crm_desktop.storage.store import Store
from tests.services.importing_world import TODAY, bringing

STRANGE = [
    "=1+1", "=cmd|' /C calc'!A0", "+SUM(1;2)", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "'=1", "'quoted", "''",
    "'", "Ordinary", "Kovač; sin, \"d.o.o.\"", "http://example.org", "mailto:a@b.example", "1e5", "007", "+386 40 1",
    "line\nbreak", "=\n", "\N{RIGHT-TO-LEFT OVERRIDE}x", "Ελένη", "a_x0041_b", "-5", "TRUE",
]  # fmt: skip
DANGEROUS = re.compile(r"[=+\-@\t\r＝＋－＠]")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "work.crm", create=True)
    bring = bringing(opened, tmp_path)
    lines = [
        '"' + name.replace('"', '""') + '",2026-01-31,-5.50,NOK,"' + name.replace('"', '""') + '"' for name in STRANGE
    ]
    bring("\n".join(["Account,Date,Amount,Currency,Product", *lines]), "purchases")
    bring("Account,Date,Rating,Comment,Contact\n=1+1,2026-02-01,7.25,@now,-Ana\n", "ratings", "ratings.csv")
    bring("Account,Date,Type,Subject,Minutes\nOrdinary,2026-02-01,call,=x,15\n", "interactions", "calls.csv")
    yield opened
    opened.close()


def names(store: Store) -> list[str]:
    return [name for (name,) in store.rows("SELECT name FROM account ORDER BY id")]


@pytest.mark.parametrize("name", [*STRANGE, "\t=1", "\r", ""])
def test_text_is_made_harmless_and_comes_back(name: str) -> None:
    assert not DANGEROUS.match(neutral(name))
    assert as_meant(neutral(name)) == name
    assert as_meant(harmless(name)) == name


@given(st.text(max_size=5))
def test_any_text_comes_back(text: str) -> None:
    assert as_meant(neutral(text)) == text


def test_csv_is_harmless_and_its_numbers_are_numbers(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert export_files.export(store, target, kind="purchases") == len(STRANGE)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Amount"] for row in rows} == {"-5.50"}
    assert {row["Date"] for row in rows} == {"2026-01-31"}
    assert not [row for row in rows if DANGEROUS.match(row["Account"]) or DANGEROUS.match(row["Product"])]


def test_xlsx_holds_text_as_text(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    export_files.export(store, target)
    with zipfile.ZipFile(target) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name)
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheets
    assert "hyperlink" not in sheets
    assert not re.search(r"<t[^>]*>[=+\-@＝＋－＠]", strings)
    assert "<v>-5.50</v>" in sheets


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_what_was_exported_is_known_again(store: Store, tmp_path: Path, ending: str) -> None:
    before, again = exporting.everything(store), Store(tmp_path / "again.crm", create=True)
    sheets = {"accounts": "Accounts", "purchases": "Purchases", "ratings": "Ratings", "interactions": "Interactions"}
    for kind, sheet in sheets.items():
        target = tmp_path / f"{kind}{ending}"
        export_files.export(store, target, kind=None if ending == ".xlsx" else kind)
        told = ImportSettings(sheet=sheet if ending == ".xlsx" else None)
        known = importing.import_file(store, target, settings=told, today=TODAY)
        assert (known.imported, known.rejected) == (0, ())
        importing.import_file(again, target, settings=told, today=TODAY)
    assert exporting.everything(again) == before
    again.close()


def test_cards_come_back(store: Store, tmp_path: Path) -> None:
    bring = bringing(store, tmp_path)
    long = "ž" * 300 + "; a, b\\n\nend"
    bring(f'Company,Full name,E-mail,Role,Notes\nOrdinary,Ana Kos,a@example.org,=Buyer,"{long}"\n', name="p.csv")
    people = exporting.everything(store)["contacts"]
    target = tmp_path / "people.vcf"
    assert export_files.export(store, target) == len(people)
    assert max(map(len, target.read_bytes().split(b"\r\n"))) <= 75
    again = Store(tmp_path / "again.crm", create=True)
    importing.import_file(again, target, settings=ImportSettings(), today=TODAY)
    assert exporting.everything(again)["contacts"] == people
    again.close()


# --- the whole workspace


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[App]:
    opened = open_workspace(tmp_path / "sample.crm", today=date(2026, 11, 20), create=True)
    create_sample(opened.store, 12, opened.today)
    yield opened
    opened.close()


def test_a_workspace_comes_back_whole_from_json(sample: App, tmp_path: Path) -> None:
    target = tmp_path / "whole.json"
    export_files.export(sample.store, target)
    again = Store(tmp_path / "again.crm", create=True)
    first = importing.import_file(again, target, settings=ImportSettings(), today=TODAY)
    assert exporting.everything(again) == exporting.everything(sample.store)
    assert first.imported == first.rows_total
    dump = again.dump()
    assert importing.import_file(again, target, settings=ImportSettings(), today=TODAY).imported == 0
    assert again.dump() == dump
    again.undo()
    assert exporting.everything(again)["accounts"] == []
    again.close()


def test_a_workspace_is_not_mixed_into_another(sample: App, store: Store, tmp_path: Path) -> None:
    export_files.export(sample.store, tmp_path / "whole.json")
    before = store.dump()
    with pytest.raises(UserError):
        importing.import_file(store, tmp_path / "whole.json", settings=ImportSettings(), today=TODAY)
    assert store.dump() == before


@pytest.mark.parametrize(
    "content",
    [
        '{"crm-desktop": 2}',
        '{"crm-desktop": 1, "account": {"columns": ["id", "name", "colour"], "rows": []}}',
        '{"crm-desktop": 1, "account": {"columns": ["id"], "rows": [["x"]]}}',
        '{"crm-desktop": 1, "account": {"columns": ["id", "name", "tier"], "rows": [[1, "A", "Z"]]}}',
        '{"crm-desktop": 1, "account": {"columns": ["id", "name"], "rows": [[1, 5]]}}',
        '{"crm-desktop": 1, "purchase": {"columns": ["id", "account_id", "day", "amount", "currency"],'
        ' "rows": [[1, 2, 3, 4, "EUR"]]}}',
        '{"crm-desktop": 1, "account": [',
        '{"crm-desktop": ' + "[" * 100_000,
        '{"crm-desktop": []}',
    ],
)
def test_a_damaged_workspace_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "whole.json").write_text(content, encoding="utf-8")
    store = Store(tmp_path / "new.crm", create=True)
    with pytest.raises(UserError):
        importing.import_file(store, tmp_path / "whole.json", settings=ImportSettings(), today=TODAY)
    assert store.steps() == []
    store.close()


# --- the file itself


def test_a_file_is_private_and_replaced_in_one_step(store: Store, tmp_path: Path) -> None:
    canary, target = tmp_path / "canary", tmp_path / "out.csv"
    canary.write_text("mine", encoding="utf-8")
    target.symlink_to(canary)
    export_files.export(store, target, kind="accounts")
    assert canary.read_text(encoding="utf-8") == "mine"
    assert not target.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".unfinished")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("out.csv", None), ("out.pdf", None), ("out.vcf", "purchases"), ("none/out.csv", "accounts"), (".", None)],
)
def test_what_cannot_be_written_is_refused(store: Store, tmp_path: Path, name: str, kind: str | None) -> None:
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(UserError):
        export_files.export(store, tmp_path / name, kind=kind)
    assert sorted(os.listdir(tmp_path)) == before


def test_a_failed_export_leaves_the_earlier_file(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_text("earlier", encoding="utf-8")
    bringing(store, tmp_path)(f"Account,Notes\nLong,{'n' * 40_000}\n", name="long.csv")
    with pytest.raises(UserError) as caught:
        export_files.export(store, target)
    assert "CSV" in str(caught.value)
    assert target.read_text(encoding="utf-8") == "earlier"


# --- written out, edited in a spreadsheet, brought back


def edited(path: Path, keep: list[str], change: Callable[[list[dict[str, str]]], None], *more: str) -> str:
    """Some columns of a file that was written out, changed by hand."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, [*keep, *more], extrasaction="ignore", restval="x")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["update", "both", None])
@pytest.mark.parametrize("more", [(), ("My remark",)])
def test_accounts_edited_outside_come_back_by_our_own_number(
    store: Store, tmp_path: Path, mode: str | None, more: tuple[str, ...]
) -> None:
    bring = bringing(store, tmp_path)
    bring("Account,Phone,Notes\nAda,+386 40 111 222,=note\nBea,+386 40 333 444,\n", name="two.csv")
    number = store.value("SELECT id FROM account WHERE name = 'Ada'")
    target = tmp_path / "out.csv"
    export_files.export(store, target, kind="accounts")

    def renamed(rows: list[dict[str, str]]) -> None:
        (ada,) = [row for row in rows if row["Id"] == f"'{number}"]
        ada["Account"], ada["Industry"] = "Ada International", "Bakery"

    told = {"mode": mode} if mode else {}
    before = store.rows("SELECT id, phone, notes FROM account ORDER BY id")
    content = edited(target, ["Account", "Phone", "Industry", "Notes", "Id"], renamed, *more)
    result = bring(content, "accounts", name="edited.csv", **told)
    assert (result.imported, result.rejected) == (1, ())
    name = "Ada International" if mode else "Ada"
    assert store.row("SELECT name, industry FROM account WHERE id = ?", (number,)) == (name, "Bakery")
    assert store.rows("SELECT id, phone, notes FROM account ORDER BY id") == before
    assert bring(content, "accounts", name="edited.csv", **told).imported == 0


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("mode", ["update", "both", "create", None])
def test_our_own_file_changes_nothing_in_any_mode(store: Store, tmp_path: Path, ending: str, mode: str | None) -> None:
    bring = bringing(store, tmp_path)
    bring("Account,Full name,E-mail,Role\nOrdinary,Ana,a@b.example,Buyer\n-5,Ana,a@b.example,Boss\n", name="p.csv")
    before, told = store.dump(), ImportSettings.from_json({"mode": mode} if mode else {})
    for kind in ("accounts", "contacts"):
        target = tmp_path / f"{kind}{ending}"
        export_files.export(store, target, kind=kind)
        result = importing.import_file(store, target, settings=told, today=TODAY)
        assert (str(result.kind), result.imported, result.rejected) == (kind, 0, ())
    assert store.dump() == before


@pytest.mark.parametrize("mode", ["update", "both", None])
def test_people_edited_outside_come_back_by_our_own_number(store: Store, tmp_path: Path, mode: str | None) -> None:
    bring = bringing(store, tmp_path)
    bring("Account,Full name,E-mail\nOrdinary,Ana Kos,ana@b.example\n", name="p.csv")
    target = tmp_path / "out.csv"
    export_files.export(store, target, kind="contacts")

    def renamed(rows: list[dict[str, str]]) -> None:
        (ana,) = [row for row in rows if row["Full name"] == "Ana Kos"]
        ana["Full name"], ana["E-mail"], ana["Phone"] = "Ana Novak", "novak@b.example", "+386 40 111 222"

    content = edited(target, ["Account", "Full name", "E-mail", "Phone", "Id"], renamed)
    bring(content, "contacts", name="edited.csv", **({"mode": mode} if mode else {}))
    people = store.rows("SELECT name, email, phone FROM contact WHERE email LIKE '%b.example'")
    expected = ("Ana Novak", "novak@b.example") if mode else ("Ana Kos", "ana@b.example")
    assert people == [(*expected, "+38640111222")]


def test_follow_ups_go_out_with_their_time_and_owner(store: Store, tmp_path: Path) -> None:
    account = store.value("SELECT id FROM account WHERE name = 'Ordinary'")
    follow_ups.add(store, FollowUpFields(account=account, what="Call", due=TODAY, at=time(9, 5), owner="Nina"))
    follow_ups.add(store, FollowUpFields(account=account, what="Write", due=TODAY))
    target = tmp_path / "out.csv"
    export_files.export(store, target, kind="follow_ups")
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines == [
        "Account,Follow-up,Due,Time,Owner,Done on",
        f"Ordinary,Call,{TODAY},09:05,Nina,",
        f"Ordinary,Write,{TODAY},,,",
    ]
    listed = listings.of_follow_ups(store, "Follow-ups")
    assert [dict(zip(listed.header, row, strict=True))["Time"] for row in listed.read()] == ["", "09:05"]


# --- the command line


def test_the_command_line_exports(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = ["--workspace", str(store.path)]
    assert main([*workspace, "export", "--kind", "accounts", "--to", str(tmp_path / "out.json")]) == 0
    assert str(len(STRANGE)) in capsys.readouterr().out
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [record["account"] for record in written["accounts"]] == names(store)
    assert main([*workspace, "export", "--to", str(tmp_path / "out.csv")]) == 1
    assert "accounts, contacts" in capsys.readouterr().err
    assert main([*workspace, "export", "--kind", "colours", "--to", str(tmp_path / "out.csv")]) == 1


def test_follow_ups_go_out_as_json_with_all_that_is_said_of_them(store: Store, tmp_path: Path) -> None:
    account = store.value("SELECT id FROM account WHERE name = 'Ordinary'")
    follow_ups.add(
        store, FollowUpFields(account=account, what="Call", due=TODAY, at=time(9, 5), owner="Nina", repeat_days=14)
    )
    follow_ups.add(store, FollowUpFields(account=account, what="Write", due=TODAY))
    target = tmp_path / "follow-ups.json"
    export_files.export(store, target, kind="follow_ups")
    call, write = json.loads(target.read_text(encoding="utf-8"))["follow_ups"]
    assert (call["time"], call["owner"], call["repeat_days"]) == ("09:05", "Nina", 14)
    assert (write["time"], write["owner"], write["repeat_days"]) == ("", "", None)
