"""Importing files: what lands in the workspace, what is recognised again, one step to take it all back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts, contacts, importing
from crm_desktop.services.importing import ImportCancelled, ImportResult, ImportSettings, Plan
from crm_desktop.storage import backup
from crm_desktop.storage.store import Store

TODAY = date(2026, 6, 1)
ORDERS = "Account,Date,Amount\nKovač,2026-01-01,5.00\nKovač,2026-01-01,5.00\nFjord AS,2026-01-02,7.50\n"
Bring = Callable[[str], ImportResult]


def planned(store: Store, path: Path, content: str) -> Plan:
    path.write_text(content, encoding="utf-8")
    told = ImportSettings()
    source = importing.read_source(path, told)
    return importing.plan_import(store, source, importing.propose_mapping(source), told, today=TODAY)


@pytest.fixture
def bring(store: Store, tmp_path: Path) -> Bring:
    return lambda content: importing.write_import(store, planned(store, tmp_path / "file.csv", content))


def count(store: Store, table: str) -> int:
    return int(store.value(f"SELECT count(*) FROM {table}"))


# --- the plan and the step


def test_the_trial_run_writes_nothing_and_tells_everything(store: Store, tmp_path: Path) -> None:
    accounts.add(store, AccountFields(name="KOVAČ"))
    before = store.dump()
    plan = planned(store, tmp_path / "orders.csv", ORDERS + "Fjord AS,2026-02-30,1.00\n")
    assert store.dump() == before
    assert (plan.rows_total, plan.imported, plan.duplicates, len(plan.rejected)) == (4, 3, 0, 1)
    assert (plan.new_accounts, plan.accounts_gaining) == (1, 1)
    assert plan.label == "Import 3 purchases from orders.csv"
    assert plan.readings == ("text", "date y-m-d", "EUR, point")
    problem = plan.rejected[0].problems[0]
    assert (problem.row, problem.column, problem.text, problem.reason) == (
        5, 1, "2026-02-30", "30 February does not exist"
    )  # fmt: skip
    assert plan.rejected[0].cells == ("Fjord AS", "2026-02-30", "1.00")


def test_an_import_is_one_step_that_can_be_taken_back(store: Store, bring: Bring) -> None:
    before = store.dump()
    result = bring(ORDERS)
    after = store.dump()
    assert (result.imported, result.accounts_created) == (3, 2)
    assert [step.label for step in store.steps()] == ["Import 3 purchases from file.csv"]
    assert [step.id for step in store.steps()] == [result.operation]
    store.undo()
    assert store.dump() == before
    store.redo()
    assert store.dump() == after


def test_accounts_are_found_whatever_their_case_form_and_spaces(store: Store, bring: Bring) -> None:
    kept = accounts.add(store, AccountFields(name="Kavarna Črna"))
    bring(
        "Account,Date,Amount\nKAVARNA  ČRNA,2026-01-01,5\nKavarna C\u030crna,2026-01-02,5\nKavarna Crna,2026-01-03,5\n"
    )
    assert store.rows("SELECT count(*) FROM purchase WHERE account_id = ?", (kept,)) == [(2,)]
    assert count(store, "account") == 2


def test_an_account_in_the_bin_is_not_found(store: Store, bring: Bring) -> None:
    accounts.delete(store, accounts.add(store, AccountFields(name="Kovač")))
    assert bring(ORDERS).accounts_created == 2


def test_accounts_of_rejected_rows_are_not_created(store: Store, bring: Bring) -> None:
    bring("Account,Date,Amount\nGood,2026-01-01,5\nBad,2026-01-01,five\n")
    assert [name for (name,) in store.rows("SELECT name FROM account")] == ["Good"]


def test_imported_accounts_can_be_searched(store: Store, bring: Bring) -> None:
    bring("Account,Phone\nKovač Mizarstvo,+386 40 123\n")
    assert [match.name for match in accounts.matching(store, "kovac")] == ["Kovač Mizarstvo"]
    assert [match.name for match in accounts.matching(store, "38640123")] == ["Kovač Mizarstvo"]


def test_the_workspace_may_change_between_trial_and_import(store: Store, tmp_path: Path) -> None:
    plan = planned(store, tmp_path / "orders.csv", ORDERS)
    importing.write_import(store, plan)
    assert importing.write_import(store, plan).duplicates == 3
    assert count(store, "purchase") == 3


def test_a_file_that_changed_since_the_trial_is_refused(store: Store, tmp_path: Path) -> None:
    plan = planned(store, tmp_path / "orders.csv", ORDERS)
    (tmp_path / "orders.csv").write_text(ORDERS + "New,2026-01-01,1.00\n", encoding="utf-8")
    with pytest.raises(UserError):
        importing.write_import(store, plan)
    assert store.steps() == []


def test_stopping_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    lines = "".join(f"A{number},2026-01-01,5.00\n" for number in range(3_000))
    plan = planned(store, tmp_path / "orders.csv", "Account,Date,Amount\n" + lines)
    before, asked = store.dump(), iter(range(100))
    with pytest.raises(ImportCancelled):
        importing.write_import(store, plan, cancelled=lambda: next(asked) == 4)
    assert store.dump() == before
    assert importing.write_import(store, plan).imported == 3_000


def test_progress_goes_up_to_its_end(store: Store, tmp_path: Path) -> None:
    plan = planned(store, tmp_path / "orders.csv", ORDERS)
    seen: list[tuple[int, int]] = []
    importing.write_import(store, plan, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (1_000, 1_000)


def test_cells_can_be_corrected_before_importing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("Account,Date,Amount\nA,2026-02-30,5.00\n", encoding="utf-8")
    told = ImportSettings(corrections={2: {1: "2026-02-28"}})
    assert importing.import_file(store, path, settings=told, today=TODAY).imported == 1


def test_the_result_speaks_the_words_of_scripts(store: Store, bring: Bring) -> None:
    said = bring(ORDERS + "X,2026-13-01,1.00\n").to_json()
    assert said["outcome"] == "imported"
    assert (said["rows_total"], said["imported"], said["duplicates"]) == (4, 3, 0)
    assert said["rejected"] == [{"row": 5, "reason": "“2026-13-01”: there is no month 13"}]
    refused = importing.refused(UserError("No.", "Nothing was imported."), "accounts").to_json()
    assert (refused["outcome"], refused["error"], refused["imported"]) == ("refused", "No. Nothing was imported.", 0)


# --- again, and into what is there


def test_rows_that_the_workspace_has_are_duplicates_as_often_as_it_has_them(store: Store, bring: Bring) -> None:
    assert bring(ORDERS).imported == 3
    again = bring(ORDERS + "Kovač,2026-01-01,5.00\n")
    assert (again.imported, again.duplicates) == (1, 3)
    assert count(store, "purchase") == 4


def test_an_account_gains_what_it_lacks_and_loses_nothing(store: Store, bring: Bring) -> None:
    kept = accounts.add(store, AccountFields(name="Kovač", phone="1", tier=Tier.B, tier_reason="By hand"))
    result = bring("Account,Tier,Phone,Email,Since,Tags\nKovač,A,2,k@example.org,2020-05-01,wood; b2b\n")
    account = accounts.get(store, kept)
    assert (account.phone, account.email, account.tier, account.since) == (
        "1",
        "k@example.org",
        Tier.B,
        date(2020, 5, 1),
    )
    assert account.tags == ("wood", "b2b")
    assert (result.imported, result.accounts_created, len(result.warnings)) == (1, 0, 1)
    assert accounts.matching(store, "k@example")[0].id == kept


def test_rows_of_one_account_become_one(store: Store, bring: Bring) -> None:
    result = bring("Account,Tier,Phone\nÉtoile,A,\nE\u0301toile,A,1\n ÉTOILE ,A,1\n")
    assert (result.imported, result.duplicates, result.accounts_created) == (2, 1, 1)
    assert store.steps()[0].label == "Import 1 account from file.csv"
    assert store.rows("SELECT name, tier, tier_reason, phone FROM account") == [
        ("Étoile", "A", "Imported from file.csv", "1")
    ]


def test_people_belong_to_their_account(store: Store, bring: Bring) -> None:
    kept = accounts.add(store, AccountFields(name="Kovač"))
    person = contacts.add(store, kept, ContactFields(name="Ana Kos", email="ana@example.org"))
    result = bring(
        "Company,Full name,E-mail,Phone,Role\nKovač,ana kos,ANA@example.org,5,Buyer\n"
        "Kovač,Ana Kos,other@example.org,,\nFjord,Ola,,,\nKovač,Ana Kos,ana@example.org,5,\n"
    )
    assert (result.imported, result.duplicates, result.contacts_created, result.accounts_created) == (3, 1, 2, 1)
    found = {c.id: c for c in contacts.of_account(store, kept)}
    assert (found[person].phone, found[person].role, found[person].email) == ("5", "Buyer", "ana@example.org")
    assert len(found) == 2


def test_the_person_of_a_call_is_found_or_added(store: Store, bring: Bring) -> None:
    kept = accounts.add(store, AccountFields(name="Kovač"))
    person = contacts.add(store, kept, ContactFields(name="Ana Kos"))
    calls = (
        "Account,Date,Type,Contact\nKovač,2026-01-01,call,Ana Kos\nKovač,2026-01-02,call,Jan\nNew,2026-01-02,call,Jan\n"
    )
    assert bring(calls).contacts_created == 2
    assert store.value("SELECT contact_id FROM interaction ORDER BY day LIMIT 1") == person
    assert bring(calls).duplicates == 3
    assert count(store, "contact") == 3


# --- whatever the file

_CELL = st.one_of(
    st.sampled_from(
        [
            "A",
            "b",
            "Č",
            "2026-01-01",
            "31.1.2026",
            "3/4/2026",
            "31.9.2025",
            "5",
            "1,50",
            "1.234",
            "-7",
            "call",
            "",
            "9",
            "€5",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters='"\r\n'), max_size=6),
)
_HEADER = st.permutations(["Account", "Date", "Amount", "Score", "Type", "Contact", "Notes", "Phone", "Colour"])
_TABLE = st.tuples(_HEADER, st.integers(1, 9), st.lists(st.lists(_CELL, min_size=1, max_size=10), max_size=12))


def _text(table: tuple[list[str], int, list[list[str]]]) -> str:
    header, width, rows = table
    header = ["Account", *[name for name in header if name != "Account"]][:width]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [header, *rows]) + "\n"


def imported_or_refused(store: Store, path: Path, kind: str) -> ImportResult:
    try:
        return importing.import_file(store, path, kind=kind, settings=ImportSettings(), today=TODAY)
    except UserError as error:
        return importing.refused(error, kind)


@settings(max_examples=60)
@given(table=_TABLE, kind=st.sampled_from(["auto", *importing.KINDS]))
def test_rows_add_up_and_a_second_time_changes_nothing(
    table: tuple[list[str], int, list[list[str]]], kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("import")
    path = folder / "file.csv"
    path.write_text(_text(table), encoding="utf-8")
    store = Store(folder / "work.crm", create=True)
    try:
        empty = store.dump()
        first = imported_or_refused(store, path, kind)
        if first.outcome == "refused":
            assert len(first.error) > 20
            assert store.dump() == empty
            return
        assert first.imported + len(first.rejected) + first.duplicates == first.rows_total
        assert all(row.reason for row in first.rejected)
        after = store.dump()
        again = importing.import_file(store, path, kind=kind, settings=ImportSettings(), today=TODAY)
        assert again.imported == 0
        assert store.dump() == after
        if first.imported:
            store.undo()
            assert store.dump() == empty
    finally:
        store.close()


@settings(max_examples=150)
@given(content=st.binary(max_size=200), start=st.sampled_from([b"", b"Account,Date,Amount\n", b"\xff\xfeA\0c\0c\0"]))
def test_any_bytes_are_imported_or_refused(
    content: bytes, start: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = folder / "any.csv"
    path.write_bytes(start + content)
    store = Store(folder / "any.crm", create=True)
    result = imported_or_refused(store, path, "purchases")
    store.close()
    assert result.imported + len(result.rejected) + result.duplicates == result.rows_total
    assert result.outcome == "imported" or len(result.error) > 20


def test_a_backup_is_taken_just_before_the_second_import(store: Store, bring: Bring) -> None:
    bring("Account,Date,Amount\nAcme,2026-01-05,10.50\n")
    assert backup.of_workspace(store.path) == []
    before = store.dump()
    bring("Account,Date,Amount\nAcme,2026-02-05,11.50\n")
    [kept] = backup.of_workspace(store.path)
    dump = store.dump()
    store.close()
    backup.restore(kept.path, store.path)
    again = Store(store.path)
    assert again.dump() == before != dump
    again.close()
