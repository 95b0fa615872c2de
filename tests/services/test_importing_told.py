"""Nothing is dropped without a word: skipped columns, totals below a list, rows of people without a name."""

from __future__ import annotations

import pytest

from crm_desktop.domain.errors import UserError
from crm_desktop.services.importing import UnclearEncodingError
from crm_desktop.services.importing.wording import Note
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring, row, xlsx


def accounts(store: Store) -> list[tuple[str, str]]:
    return store.rows("SELECT name, phone FROM account WHERE deleted_at IS NULL ORDER BY id")


# --- columns


def test_columns_with_values_that_no_field_takes_are_named(bring: Bring) -> None:
    people = "Account,Name,Amount,Empty,Colour\nAlfa,Ana,12.50,,red\nBeta,Bor,,,\n"
    assert "2 columns with values are skipped: Amount, Colour." in bring(people, "contacts").warnings


def test_a_column_that_fills_only_far_below_is_named_too(bring: Bring) -> None:
    rows = [f"A{n},{'late' if n == 1_400 else ''}" for n in range(1_500)]
    assert "1 column with values is skipped: Colour." in bring("\n".join(["Account,Colour", *rows])).warnings


def test_a_column_that_a_script_skips_itself_is_not_named(bring: Bring) -> None:
    assert bring("Account,Colour\nAlfa,red\n", mapping={"Colour": ""}).warnings == ()


# --- totals below


@pytest.mark.parametrize(
    "total",
    ["Total: 2,,", "TOTAL,,1 234.50", "Grand total,2,", "Sum,,", "Skupaj:,,2", "Σύνολο,,12", "Разом 2,,", "Укупно,,",
     "Summe,2,", "Total,2,5\n,,", "Sum,,3\nTotal,,3"],
)  # fmt: skip
def test_totals_below_a_list_are_left_out_with_the_reason(store: Store, bring: Bring, total: str) -> None:
    result = bring(f"Account,Phone,Industry\nTotal Oil,,oil\nAlfa,,food\n{total}\n", country="")
    assert [name for name, _ in accounts(store)] == ["Total Oil", "Alfa"]
    assert {each.reason for each in result.rejected} == {"A total of the rows above, no account of its own"}
    assert result.imported == 2


@pytest.mark.parametrize("name", ["Total Oil,,", "Total,,oil", "Sum AS,,", "Skupaj d.o.o.,,", "Total Energies 24,,"])
def test_a_firm_of_such_a_name_stays(store: Store, bring: Bring, name: str) -> None:
    assert bring(f"Account,Phone,Industry\nAlfa,,food\n{name}\n").imported == 2


def test_a_total_above_other_rows_is_taken_as_it_stands(store: Store, bring: Bring) -> None:
    assert bring("Account,Phone\nAlfa,\nTotal,\nBeta,\n").imported == 3


def test_a_total_below_orders_of_a_workbook(store: Store, bring: Bring) -> None:
    book = xlsx([row("Account", "Date", "Amount"), row("Alfa", "2026-01-31", 10), row("Total", None, 10)])
    result = bring(book, name="book.xlsx")
    assert (result.imported, len(result.rejected)) == (1, 1)
    assert "total" in result.rejected[0].reason


# --- people without a name


def test_a_row_of_people_without_a_name_brings_its_account(store: Store, bring: Bring) -> None:
    people = (
        "Account,Name,Phone,Email\nAlfa,Ana,,ana@alfa.si\nBeta,,+386 1 234 56 78,info@beta.si\n,,+386 1 234 56 79,\n"
    )
    result = bring(people, "contacts")
    assert accounts(store) == [("Alfa", ""), ("Beta", "+38612345678")]
    assert store.value("SELECT email FROM account WHERE name = 'Beta'") == "info@beta.si"
    assert store.value("SELECT count(*) FROM contact") == 1
    assert [each.reason for each in result.rejected] == ["No name"]
    assert any("1 row names no person" in warning for warning in result.warnings)
    again = bring(people, "contacts")
    assert (again.imported, again.duplicates, len(again.rejected)) == (0, 2, 1)


@pytest.mark.parametrize("mode", ["create", "update", "both"])
def test_so_it_does_in_every_mode(store: Store, bring: Bring, mode: str) -> None:
    bring("Account,Industry\nBeta,food\n")
    people = "Account,First name,Last name,Phone\nAlfa,Ana,Kos,\nBeta,,,+386 1 234 56 78\n"
    result = bring(people, "contacts", mode=mode)
    filled = mode != "create"
    assert bool(store.value("SELECT phone FROM account WHERE name = 'Beta'")) == filled
    assert store.value("SELECT industry FROM account WHERE name = 'Beta'") == "food"
    assert store.value("SELECT count(*) FROM contact") == (0 if mode == "update" else 1)
    assert result.imported == {"create": 1, "update": 1, "both": 2}[mode]


# --- letters


def test_names_of_several_western_languages_are_not_read_as_another_page(store: Store, bring: Bring) -> None:
    firms = ["Bäckerei España", "Forêt & Söhne", "Müller"]
    with pytest.raises(UnclearEncodingError) as caught:
        bring("\n".join(["Account", *firms]).encode("cp1252"))
    assert set(caught.value.samples) == {"cp1250", "cp1252"}
    told = ["Garçon GmbH", "Ålesund AS", *firms]
    bring("\n".join(["Account", *told]).encode("cp1252"))
    assert [name for name, _ in accounts(store)] == told


@pytest.mark.parametrize("firms", [["Dvořák", "Příbram"], ["Kovač", "Šoštanj"], ["Łódź", "Wrocław", "Święto"]])
def test_central_names_are_told_as_before(store: Store, bring: Bring, firms: list[str]) -> None:
    bring("\n".join(["Account", *firms]).encode("cp1250"))
    assert [name for name, _ in accounts(store)] == firms


def test_where_no_page_fits_none_is_recommended(bring: Bring) -> None:
    with pytest.raises(UserError) as caught:
        bring(b"Account\nKova\x8d\x81\x90\n")
    assert '{"encoding": "cp1250"}' not in str(caught.value)
    assert "UTF-8" in caught.value.do


# --- both faces


def test_a_note_names_the_setting_to_scripts_and_not_to_people() -> None:
    note = Note("Numbers stay as typed.", "country")
    assert note == "Numbers stay as typed. (setting “country”)"
    assert (note.sentence, note.setting) == ("Numbers stay as typed.", "country")


# --- sheets


def test_the_first_sheet_that_holds_something_is_read(store: Store, bring: Bring) -> None:
    book = xlsx([], [row("Account"), row("Alfa")], [], names=["Sheet1", "Customers", "Notes"])
    result = bring(book, name="book.xlsx")
    assert accounts(store) == [("Alfa", "")]
    assert "The sheet “Customers” was read. Others are there: Sheet1, Notes." in result.warnings[0]


def test_a_workbook_without_anything_is_refused(bring: Bring) -> None:
    with pytest.raises(UserError, match="is empty"):
        bring(xlsx([], [], names=["One", "Two"]), name="book.xlsx")


def test_a_title_above_names_with_a_number_in_them_is_passed_over(store: Store, bring: Bring) -> None:
    rows = [row("Our customers, 20 November 2026"), row("Account", "Phone", "Phone 2"), row("Alfa", "", "041 1")]
    bring(xlsx(rows), name="book.xlsx")
    assert [name for name, _ in accounts(store)] == ["Alfa"]
