"""Create, update or both: whom a row means, what changes before it happens, and that a second time changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.services import importing
from crm_desktop.services.importing import ImportSettings
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring, bringing

TODAY = date(2026, 6, 1)
START = (
    "Account,Phone,E-mail,Website,Tier,Notes\n"
    "Kovač d.o.o.,+38640986825,info@kovac.si,https://www.kovac.si/kontakt,B,old\n"
    "Acme,,office@acme.com,,,\n"
    "Fjord AS,+4722000000,,fjord.no,A,\n"
)


@pytest.fixture
def bring(bring: Bring) -> Bring:
    bring(START, name="start.csv")
    return bring


def accounts(store: Store) -> dict[str, tuple[Any, ...]]:
    rows = store.rows("SELECT name, phone, email, website, tier, notes FROM account WHERE deleted_at IS NULL")
    return {row[0]: row[1:] for row in rows}


def people(store: Store) -> set[tuple[Any, ...]]:
    return set(
        store.rows(
            "SELECT c.name, c.phone, c.email, coalesce(a.name, ''), coalesce(f.role, '') FROM contact c"
            " LEFT JOIN affiliation f ON f.contact_id = c.id LEFT JOIN account a ON a.id = f.account_id"
            " WHERE c.deleted_at IS NULL"
        )
    )


def plan(store: Store, folder: Path, content: str, **told: Any) -> importing.Plan:
    path = folder / "plan.csv"
    path.write_text(content, encoding="utf-8")
    told_settings = ImportSettings.from_json(told)
    source = importing.read_source(path, told_settings)
    mapping = importing.propose_mapping(source, "auto", told_settings, store=store)
    return importing.plan_import(store, source, mapping, told_settings, today=TODAY)


def test_without_a_mode_nothing_is_overwritten_and_gaps_are_filled(store: Store, bring: Bring) -> None:
    bring("Account,Tier,Notes\nKovač d.o.o.,C,new\nAcme,A,\n")
    assert accounts(store)["Kovač d.o.o."][-2:] == ("B", "old")
    assert accounts(store)["Acme"][-2] == "A"


def test_create_adds_the_unknown_and_leaves_the_known_as_they_are(store: Store, bring: Bring) -> None:
    before = accounts(store)
    result = bring("Account,Tier,Website\nKovač d.o.o.,C,\nNeu GmbH,C,neu.de\nAcme,A,\n", mode="create")
    assert (result.imported, result.duplicates) == (1, 2)
    assert accounts(store) == before | {"Neu GmbH": ("", "", "neu.de", "C", "")}


def test_update_changes_the_known_and_leaves_out_the_unknown(store: Store, bring: Bring) -> None:
    result = bring("Account,Tier,Notes\nKovač d.o.o.,C,\nNeu GmbH,C,\n", mode="update")
    assert [(row.row, row.reason) for row in result.rejected] == [
        (3, "“Neu GmbH” is not in the workspace, and this import creates nothing new")
    ]
    # The empty cell of the notes erases nothing.
    assert accounts(store)["Kovač d.o.o."][-2:] == ("C", "old")
    assert len(accounts(store)) == 3


def test_both_is_one_step_that_undo_takes_back(store: Store, bring: Bring) -> None:
    before = store.dump()
    bring("Account,Tier\nKovač d.o.o.,C\nNeu GmbH,A\n", mode="both")
    assert accounts(store)["Kovač d.o.o."][-2] == "C"
    assert "Neu GmbH" in accounts(store)
    store.undo()
    assert store.dump() == before


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Kovac Joinery,,INFO@kovac.si,,A,", "the same email address"),
        ("Kovac Joinery,00386 40 986 825,,,A,", "the same phone number"),
        ("Kovac Joinery,,prodaja@kovac.si,,A,", "the same domain"),
        ("Kovac d.o.o.,,,,A,", "the same name but for accents"),
    ],
)
def test_an_account_is_found_by_what_is_its_own(store: Store, bring: Bring, tmp_path: Path, row: str, why: str) -> None:
    content = f"Account,Phone,E-mail,Website,Tier,Notes\n{row}\n"
    planned = plan(store, tmp_path, content, mode="both")
    assert planned.new_accounts == 0
    assert [why in doubt.reason for doubt in planned.doubts] == [True]
    assert planned.doubts_total == 1
    bring(content, mode="both")
    assert accounts(store)[row.split(",")[0]][-2:] == ("A", "old")
    assert len(accounts(store)) == 3


def test_a_row_is_found_by_our_own_number_and_renamed(store: Store, bring: Bring) -> None:
    number = store.value("SELECT id FROM account WHERE name = 'Acme'")
    bring(f"Id,Account,Tier\n{number},Acme International,A\n", mode="update")
    assert "Acme International" in accounts(store)
    assert "Acme" not in accounts(store)
    assert store.value("SELECT search FROM account WHERE id = ?", (number,)).startswith("acme international")


@pytest.mark.parametrize("mode", ["update", "both"])
def test_numbers_that_a_spreadsheet_rounded_mean_nobody(store: Store, bring: Bring, mode: str) -> None:
    """Fifteen digits are left of eighteen: by chance that is the number of another account."""
    with store.operation("Number"):
        connection = store.database.connection()
        # With the column of the search, so that its index follows.
        connection.execute("UPDATE account SET id = 912164461300245000, search = search WHERE name = 'Fjord AS'")
    bring(
        "Id,Account,Tier\n912164461300245000,Kovač d.o.o.,C\n912164461300245000,Acme,C\n912164461300246000,Neu,C\n",
        mode=mode,
    )
    known = {name: values[-2] for name, values in accounts(store).items()}
    assert {name: known[name] for name in ("Kovač d.o.o.", "Acme", "Fjord AS")} == {
        "Kovač d.o.o.": "C", "Acme": "C", "Fjord AS": "A",
    }  # fmt: skip


def test_a_name_of_its_own_goes_before_an_address_that_is_shared(store: Store, bring: Bring, tmp_path: Path) -> None:
    planned = plan(store, tmp_path, "Account,E-mail,Tier\nAcme,info@kovac.si,C\n", mode="both")
    assert "Kovač d.o.o." in planned.doubts[0].reason
    bring("Account,E-mail,Tier\nAcme,info@kovac.si,C\n", mode="both")
    assert accounts(store)["Acme"][-2] == "C"
    assert accounts(store)["Kovač d.o.o."][-2] == "B"


def test_two_rows_never_overwrite_one_account_by_turns(store: Store, bring: Bring) -> None:
    # One has the number, the other the domain; each becomes an account of its own.
    content = "Account,Phone,Website,Tier\nFjord Nord,+47 22 00 00 00,,C\nFjord Sør,,fjord.no,B\n"
    bring(content, mode="both")
    assert [accounts(store)[name][-2] for name in ("Fjord Nord", "Fjord Sør")] == ["C", "B"]


def test_two_accounts_of_one_name_are_told_apart_or_left_out(store: Store, bring: Bring) -> None:
    with store.operation("Rename"):
        store.database.connection().execute(
            "UPDATE account SET name = 'Acme', name_key = 'acme' WHERE name = 'Fjord AS'"
        )
    result = bring("Account,Website,Tier\nAcme,fjord.no,C\n", mode="both")
    assert result.imported == 1
    result = bring("Account,Tier\nAcme,A\n", mode="both", name="other.csv")
    assert result.rejected[0].reason == "2 are called “Acme”, and nothing else tells which is meant"


def test_what_changes_is_shown_value_by_value_before(store: Store, bring: Bring, tmp_path: Path) -> None:
    content = "Account,Phone,Tier,Notes,Tags\nKovač d.o.o.,040 986 825,C,,old; new\nAcme,,A,hello,\n"
    planned = plan(store, tmp_path, content, mode="both", country="SI")
    assert [tuple(change) for change in planned.changes] == [
        (2, "Kovač d.o.o.", "tier", "B", "C"),
        (2, "Kovač d.o.o.", "tags", "", "old, new"),
        (3, "Acme", "tier", "", "A"),
        (3, "Acme", "notes", "", "hello"),
    ]
    assert planned.result().to_json()["changes"][0] == {
        "row": 2, "of": "Kovač d.o.o.", "field": "tier", "before": "B", "after": "C",
    }  # fmt: skip


def test_an_address_and_a_number_that_are_none_are_kept_and_named_before(store: Store, tmp_path: Path) -> None:
    content = (
        "Company,Full name,E-mail,Phone\nHahn KG,Otto,hahn@@kaputt,abc\nMeier,Eva,eva@meier,+49 30 1234567 ext. 4\n"
        "Meier,Ida,ida@meier.de (Ida),\nMeier,Ulf,ulf.süß@mail.meier.de,+493012345678\n"
    )
    planned = plan(store, tmp_path, content)
    assert [(found.row, found.text) for found in planned.doubts] == [
        (2, "hahn@@kaputt"),
        (2, "abc"),
        (3, "eva@meier"),
        (3, "+49 30 1234567 ext. 4"),
        (4, "ida@meier.de (Ida)"),
    ]
    assert (planned.imported, planned.doubts_total) == (4, 3)
    assert planned.doubts[0].reason == "This is no email address as it stands: kept as typed"


def test_of_two_rows_that_contradict_each_other_the_first_counts(store: Store, bring: Bring) -> None:
    bring("Account,Tier\nAcme,A\nAcme,C\n", mode="both")
    assert accounts(store)["Acme"][-2] == "A"


def test_people_are_found_by_address_and_number_and_arrive_at_a_second_account(store: Store, bring: Bring) -> None:
    bring("Account,Full name,E-mail,Phone\nAcme,Ana Novak,ana@acme.com,+386 41 222 333\n")
    bring("Account,Full name,E-mail,Role\nAcme,Ana Novak Kos,ana@acme.com,Head of buying\n", mode="both")
    assert people(store) == {("Ana Novak Kos", "+38641222333", "ana@acme.com", "Acme", "Head of buying")}
    bring("Account,Full name,E-mail,Role\nFjord AS,Ana Novak Kos,ana@acme.com,Adviser\n", mode="both")
    assert {(row[3], row[4]) for row in people(store)} == {("Acme", "Head of buying"), ("Fjord AS", "Adviser")}
    assert store.value("SELECT count(*) FROM contact") == 1


def test_update_leaves_out_orders_of_accounts_that_are_not_here(store: Store, bring: Bring) -> None:
    result = bring("Account,Date,Amount\nAcme,2026-01-05,5\nNobody,2026-01-05,5\n", mode="update")
    assert result.imported == 1
    assert "Nobody" in result.rejected[0].reason
    assert "Nobody" not in accounts(store)


# Found among random files: one row would lead another one to somebody else the second time.
_CONTRADICTORY = (
    ("update", ["Bor,,1,Alpha,,n2"], ["Cene,a@x,,Alpha,c,n1", "Cene,,1,Alpha,b,"]),
    ("update", ["Ana,a@x,,Alpha,,", "Bor,b@y,1,Beta,,", "Ana,a@x,1,Beta,,"],
     ["Cene,a@x,3,Alpha,b,n2", "Ána,b@y,3,,b,n2"]),
    ("update", ["Ana,b@y,1,Beta,,n1"], ["Ána,,,Beta,c,n1", "Ána,b@y,3,Beta,,"]),
    ("both", ["Ána,a@x,,Beta,,", "Ána,,1,Alpha,c,n2", "Cene,b@y,3,Alpha,,n2"],
     ["Ána,b@y,1,Alpha,,", "Ána,a@x,3,Alpha,,n2"]),
    ("both", ["Cene,a@x,1,Beta,b,", "Ana,b@y,,,,", "Ana,a@x,1,Beta,c,n2"], ["Cene,,,,,n2", "Cene,a@x,,,b,n1"]),
    ("update", ["Cene,a@x,3,Alpha,,", "Ána,a@x,1,Beta,,"],
     ["Cene,,3,,c,", "Ána,a@x,2,Gamma,c,", "Ana,a@x,,,c,n2"]),
    ("both", ["Bor,a@x,1,Alpha,b,", "Bor,a@x,,Gamma,b,n1", "Ana,b@y,3,Alpha,c,"],
     ["Bor,b@y,1,Gamma,b,", "Bor,b@y,1,,c,n1", "Bor,b@y,1,Alpha,,n2"]),
)  # fmt: skip


@pytest.mark.parametrize(("mode", "known", "rows"), _CONTRADICTORY)
def test_rows_that_contradict_each_other_about_a_person_change_nothing_the_second_time(
    store: Store, tmp_path: Path, mode: str, known: list[str], rows: list[str]
) -> None:
    bring = bringing(store, tmp_path)
    bring("Account\nAlpha\nBeta\nGamma\n")
    header = "Full name,E-mail,Phone,Account,Role,Notes"
    phones = {f",{digit},": f",+3864011122{digit}," for digit in "123"}
    for name, lines, told in (("known", known, {}), ("rows", rows, {"mode": mode})):
        text = "\n".join([header, *lines]).replace("@x", "@x.si").replace("@y", "@y.si")
        for short, long in phones.items():
            text = text.replace(short, long)
        bring(text, "contacts", name=f"{name}.csv", **told)
    once = store.dump()
    assert bring(text, "contacts", name="rows.csv", mode=mode).imported == 0
    assert store.dump() == once


def test_a_person_renamed_by_our_number_is_not_found_by_the_old_name_too(store: Store, tmp_path: Path) -> None:
    bring = bringing(store, tmp_path)
    bring("Account,Full name,E-mail\nAlpha,Ana,a@x.si\n")
    bring("Account,Tier\nBeta,A\n")
    person, account = store.value("SELECT id FROM contact"), store.value("SELECT id FROM account WHERE name = 'Beta'")
    for content in (
        f"Id,Account,Full name,E-mail\n{person},Alpha,Ana Kos,k@x.si\n,Alpha,Ana,\n,Alpha,Ana Kos,\n",
        f"Id,Account,Tier\n{account},Beta International,B\n,Beta,C\n",
    ):
        bring(content, mode="both")
        once = store.dump()
        assert bring(content, mode="both").imported == 0
        assert store.dump() == once


def test_what_a_row_with_our_number_brings_stays_when_another_row_names_the_account(
    store: Store, tmp_path: Path
) -> None:
    bring = bringing(store, tmp_path)
    bring("Account,Phone\nAcme,+38640111222\n")
    number = store.value("SELECT id FROM account")
    content = f"Id,Account,Website\n{number},Acme,acme.com\n,Acme,\n"
    assert bring(content, "accounts").imported == 1
    assert accounts(store)["Acme"][2] == "acme.com"
    assert bring(content, "accounts").imported == 0


def test_a_name_that_a_row_frees_is_not_given_away_the_second_time(store: Store, tmp_path: Path) -> None:
    bring = bringing(store, tmp_path)
    bring("Account,E-mail\nAlpha,\nBor,a@x.si\n")
    alpha = store.value("SELECT id FROM account WHERE name = 'Alpha'")
    content = f"Id,Account,E-mail,Tier\n,Ana,a@x.si,A\n{alpha},Bor,,A\n"
    bring(content, "accounts", mode="update")
    once = store.dump()
    assert bring(content, "accounts", mode="update").imported == 0
    assert store.dump() == once


_NAMES = ("Ana", "Ána", "Bor", "Cene")
_ROWS = st.lists(
    st.tuples(
        st.sampled_from(_NAMES),
        st.sampled_from(("", "a@x.si", "b@y.si")),
        st.sampled_from(("", "+38640111222", "040 111 222", "+38640333444")),
        st.sampled_from(("", "x.si", "z.si")),
        st.sampled_from(("", "A", "B")),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(("accounts", "contacts")),
    known=_ROWS,
    rows=_ROWS,
    mode=st.sampled_from(("create", "update", "both", None)),
)
def test_the_same_file_twice_changes_nothing_in_every_mode(
    tmp_path_factory: pytest.TempPathFactory, kind: str, known: list[Any], rows: list[Any], mode: str | None
) -> None:
    folder = tmp_path_factory.mktemp("twice")
    header = "Account,E-mail,Phone,Website,Tier" if kind == "accounts" else "Full name,E-mail,Phone,Account,Role"
    with_store = Store(folder / "t.crm", create=True)
    try:
        bring = bringing(with_store, folder)
        for name, content, told in (("known", known, None), ("rows", rows, mode)):
            text = "\n".join([header, *(",".join(row) for row in content)])
            extra = {"mode": told} if told else {}
            bring(text, kind, name=f"{name}.csv", country="SI", **extra)
        once = with_store.dump()
        steps = len(with_store.steps())
        again = bring(text, kind, name="rows.csv", country="SI", **extra)
        assert with_store.dump() == once
        assert (again.imported, len(with_store.steps())) == (0, steps)
    finally:
        with_store.close()
