"""What stands in several columns or beside others in one cell, and what a row about a person says of the firm.

The columns are those that HubSpot, Pipedrive, EspoCRM, Odoo, Google Contacts and Outlook write.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services import importing
from crm_desktop.services.importing.joining import Joining
from crm_desktop.services.importing.kinds import ADDRESS_PART, OTHER_EMAIL, OTHER_PHONE, Kind
from crm_desktop.services.importing.mapping import Mapping
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring, row, xlsx

_PERSON = "SELECT name, phone, email, notes FROM contact ORDER BY name"
_ACCOUNT = "SELECT name, address, website, owner FROM account ORDER BY name"


# --- addresses in parts


@pytest.mark.parametrize(
    ("rows", "address"),
    [
        ("Account,Street,Zip,City,Country\nAcme,Dunajska 5,1000,Ljubljana,Slovenia\n",
         "Dunajska 5, 1000, Ljubljana, Slovenia"),
        ("Account,City\nAcme,Ljubljana\n", "Ljubljana"),
        ("City,Account,Address\nLjubljana,Acme,\"Dunajska 5, ljubljana\"\n", "Dunajska 5, ljubljana"),
        ("Account,Address,City\nAcme,,Oslo\n", "Oslo"),
        ("Stranka;Naslov;Poštna številka;Kraj\nAcme;Dunajska 5;1000;Ljubljana\n", "Dunajska 5, 1000, Ljubljana"),
        ("Kunde;Adresse;Postnr;Poststed\nAcme;Storgata 1;0155;Oslo\n", "Storgata 1, 0155, Oslo"),
        ("Клієнт;Адреса;Місто\nAcme;вул. Садова 1;Київ\n", "вул. Садова 1, Київ"),
        ("Πελάτης;Διεύθυνση;ΤΚ;Πόλη\nAcme;Ερμού 1;10563;Αθήνα\n", "Ερμού 1, 10563, Αθήνα"),
        ("Name,Billing Address Street,Billing Address City,Billing Address Postal Code\nAcme,Road 1,Bath,BA1\n",
         "Road 1, Bath, BA1"),
    ],
)  # fmt: skip
def test_an_address_is_joined_of_its_parts(store: Store, bring: Bring, rows: str, address: str) -> None:
    assert bring(rows, "accounts").warnings == ()
    assert store.value("SELECT address FROM account") == address
    assert bring(rows, "accounts").duplicates == 1


# --- numbers and addresses beyond the first


@pytest.mark.parametrize(
    ("phone", "email", "kept"),
    [
        ("+38612345678 ::: +38640123450", "a@b.si; c@b.si",
         ("+38612345678", "a@b.si", "Phone: +38640123450\nE-mail: c@b.si")),
        ("+38612345678; +38640123450", "a@b.si c@b.si",
         ("+38612345678; +38640123450", "a@b.si", "E-mail: c@b.si")),
        ("+386 1 234 56 78 ext. 12", "a@b.si (work)", ("+386 1 234 56 78 ext. 12", "a@b.si (work)", "")),
        ("-", "–", ("", "", "")),
        ("040 123 450/451", "Ann <a@b.si>", ("040 123 450/451", "Ann <a@b.si>", "")),
    ],
)  # fmt: skip
def test_several_in_a_cell(store: Store, bring: Bring, phone: str, email: str, kept: tuple[str, str, str]) -> None:
    rows = f"Company\tContact\tPhone\tE-mail\nAcme\tAnn\t{phone}\t{email}\n"
    bring(rows, country="")
    assert store.rows(_PERSON) == [("Ann", *kept)]
    assert bring(rows, country="").imported == 0


def test_a_number_that_stands_twice_is_noted_once_and_stands_behind_the_notes(store: Store, bring: Bring) -> None:
    rows = (
        "Company,Contact,Phone,Mobile,Work phone,Notes,E-mail,E-mail 2\n"
        "Acme,Ann,+38612345678,+386 1 234 56 78,+38640123450,likes tea,a@b.si,A@b.si\n"
    )
    bring(rows)
    assert store.rows(_PERSON) == [("Ann", "+38612345678", "a@b.si", "likes tea\nWork phone: +38640123450")]


@pytest.mark.parametrize("mode", [None, "both"])
@pytest.mark.parametrize("kind", ["contacts", "accounts"])
def test_a_noted_number_replaces_no_notes(store: Store, bring: Bring, kind: str, mode: str | None) -> None:
    who = "Contact" if kind == "contacts" else "Company"
    notes = f"SELECT notes FROM {kind.removesuffix('s')}"
    told = {"mode": mode} if mode else {}
    bring(f"{who},Phone,Notes\nAnn,+38612345678,likes tea\n", kind)
    for header, cell in (("", ""), (",Notes", ",")):
        rows = f"{who},Phone,Mobile{header}\nAnn,+38612345678,+38640123450{cell}\n"
        bring(rows, kind, **told)
        assert store.value(notes) == "likes tea\nMobile: +38640123450"
        assert bring(rows, kind, **told).imported == 0
    bring(f"{who},Phone,Mobile,Notes\nAnn,+38612345678,+38640123450,moved\n", kind, mode="both")
    assert store.value(notes) == "moved\nMobile: +38640123450"


def test_in_a_workbook_a_number_is_noted_and_a_failed_formula_is_not_read_over(store: Store, bring: Bring) -> None:
    sheet = [row("Account", "Phone", "Mobile", "City"), row("Acme", 38612345678, 38640123450, 1000)]
    bring(xlsx(sheet), "accounts", name="file.xlsx", country="")
    assert store.rows("SELECT phone, notes, address FROM account") == [("38612345678", "Mobile: 38640123450", "1000")]


_CELL = st.sampled_from(["", "1234567", "7654321 ::: 1234567", "a@b.si", "a@b.si c@d.si", "x"])
_CELLS = st.lists(st.tuples(*[_CELL] * 5), max_size=4)


@given(_CELLS.filter(bool))
def test_no_text_of_a_row_is_dropped(rows: list[tuple[str, ...]]) -> None:
    fields = ("phone", "email", OTHER_PHONE, OTHER_EMAIL, ADDRESS_PART)
    joining = Joining(Mapping(Kind.ACCOUNTS, fields), fields)
    cells = [list(column) for column in zip(*rows, strict=True)]
    joining.join(cells)
    for before, after in zip(rows, zip(*cells, strict=True), strict=True):
        kept = " ".join(after[joining.column(field) or 0] for field in ("phone", "email", "notes", "address"))
        assert all(word in kept for text in before for word in text.replace(":::", " ").split())


# --- what a list of people says about their firms


def test_a_row_about_a_person_brings_what_it_says_about_the_firm(store: Store, bring: Bring) -> None:
    rows = (
        "Company,Website,Address,City,Contact,Email,Owner\n"
        "Acme,acme.si,Dunajska 5,Ljubljana,Ann,ann@acme.si,Mira\n"
        "Acme,acme.si,Dunajska 5,Ljubljana,Ben,ben@acme.si,Mira\n"
    )
    result = bring(rows)
    assert (result.kind, result.imported, result.warnings) == ("contacts", 2, ())
    assert store.rows(_ACCOUNT) == [("Acme", "Dunajska 5, Ljubljana", "acme.si", "Mira")]
    assert store.rows("SELECT name, email FROM contact ORDER BY name") == [
        ("Ann", "ann@acme.si"),
        ("Ben", "ben@acme.si"),
    ]
    assert bring(rows).duplicates == 2


def test_a_firm_that_is_here_gains_it_too_in_one_step(store: Store, bring: Bring) -> None:
    bring("Account,Owner\nAcme,Mira\n")
    rows = "Company,Website,Contact,Owner\nAcme,acme.si,Ann,Other\n"
    result = bring(rows)
    assert store.rows(_ACCOUNT) == [("Acme", "", "acme.si", "Mira")]
    assert "1 value differs from what is known already; what was known was kept." in result.warnings
    assert bring(rows).imported == 0
    bring(rows, mode="both")
    assert store.rows(_ACCOUNT) == [("Acme", "", "acme.si", "Other")]
    assert bring(rows, mode="both").imported == 0


def test_what_is_said_about_the_firm_of_nobody_is_told(store: Store, bring: Bring) -> None:
    assert bring("Company,Website,Contact\n,acme.si,Ann\nAcme,,Ben\n").doubts == 1
    assert store.rows(_ACCOUNT) == [("Acme", "", "", "")]


def test_a_row_left_out_says_nothing_about_its_firm(store: Store, bring: Bring) -> None:
    bring("Account\nAcme\n")
    result = bring("Company,Website,Contact\nAcme,acme.si,Ann\n", mode="update")
    assert len(result.rejected) == 1
    assert store.rows(_ACCOUNT) == [("Acme", "", "", "")]


def test_a_row_of_people_with_nothing_but_a_firm_brings_the_firm(store: Store, bring: Bring) -> None:
    rows = "Company,Contact,Phone\nAcme,Ann,\nAcme,,\nBare Firm,,\n"
    result = bring(rows)
    assert (result.imported, result.duplicates, result.rejected) == (2, 1, ())
    assert [name for name, *_ in store.rows(_ACCOUNT)] == ["Acme", "Bare Firm"]
    assert bring(rows).duplicates == 3


# --- which list it is


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("First Name,Last Name,Account,Email,Description,Created At", "contacts"),
        ("Account Name,Phone,Website,Description,Created At", "accounts"),
        ("Company,Website,Tier,Contact,Email", "contacts"),
        ("Order Reference,Creation Date,Customer,Salesperson,Total,Status", "purchases"),
        ("Activity - Subject,Activity - Type,Activity - Due date,Activity - Organization,Activity - Done",
         "interactions"),
        ("Customer,Contact,Date,Notes", "interactions"),
        ("Šifra,Naziv,Datum računa,Številka računa,Znesek brez DDV,Skupaj", "purchases"),
        ("Контрагент,Дата,Номер,Сума з ПДВ", "purchases"),
        ("Kundenavn,Fakturadato,Fakturanr,Beløp inkl. mva", "purchases"),
        ("Πελάτης,Ημερομηνία,Αξία με ΦΠΑ", "purchases"),
        ("Kupac,Datum,Iznos sa PDV", "purchases"),
        ("Customer,Invoice Date,Total (excl. VAT),Total incl. VAT", "purchases"),
        ("Name,City,Date,Amount,Currency", "purchases"),
        ("Name,Quantity,Price,Date", "accounts"),
        ("Name,Phone,City,Notes", "accounts"),
        ("(Do Not Modify) Account,Account Name,Main Phone,Created On", "accounts"),
    ],
)  # fmt: skip
def test_the_list_of_another_program_is_what_it_is(tmp_path: Path, header: str, kind: str) -> None:
    days = ("ate", "Дата", "dato", "Datum", "Ημερομηνία", "Created")
    cells = {"Tier": "A", "Activity - Type": "Call", "Email": "a@b.si"}
    row = [cells.get(name, "2026-01-05" if any(day in name for day in days) else "1.00") for name in header.split(",")]
    path = tmp_path / "file.csv"
    path.write_text(f"{header}\n{','.join(row)}\n", encoding="utf-8")
    mapping = importing.propose_mapping(importing.read_source(path, importing.ImportSettings()))
    assert (mapping.kind, mapping.missing) == (kind, ())


def test_activities_that_did_not_take_place_are_left_out(store: Store, bring: Bring) -> None:
    rows = (
        "Activity - Subject,Activity - Type,Activity - Due date,Activity - Organization,Activity - Done\n"
        "Boxes,Call,2026-01-05,Acme,Done\nOffer,Email,2026-01-06,Acme,To do\nPrices,Meeting,2026-01-07,Acme,Done\n"
    )
    result = bring(rows)
    assert [(row.row, row.reason) for row in result.rejected] == [(3, "This did not take place: To do")]
    assert store.rows("SELECT subject, kind FROM interaction ORDER BY day") == [("Boxes", "call"), ("Prices", "visit")]


def test_a_quotation_is_no_order(store: Store, bring: Bring) -> None:
    rows = "Order Reference,Creation Date,Customer,Total,Status\nS1,2026-01-05,Acme,1.00,Sales Order\n"
    result = bring(rows + "S2,2026-01-06,Acme,2.00,Quotation Sent\n")
    assert [row.reason for row in result.rejected] == ["This order does not count: Quotation Sent"]


# --- cells


def test_units_zones_and_durations_as_people_write_them(store: Store, bring: Bring) -> None:
    bring(
        "Customer;Date;Amount\nA;2026-01-05 22:00 CET;100 euro\nB;2026-01-05 22:00:00 EEST;1.234,50 evrov\n"
        "C;2026-01-05T23:59:00+14:00;12 €\nD;5 Jan 2026;3 ευρώ\n"
    )
    assert store.rows("SELECT DISTINCT day FROM purchase") == [(20458,)]
    assert store.rows("SELECT amount, currency FROM purchase ORDER BY amount") == [
        (300, "EUR"), (1200, "EUR"), (10000, "EUR"), (123450, "EUR"),
    ]  # fmt: skip
    numbered = bring("Customer,Date,Amount\nA,46031,1.00\n").rejected[0].reason
    assert numbered.startswith("“46031” is a number and no date: in the spreadsheet")
    result = bring("Account,Date,Type,Duration\nA,2026-01-05,call,1:05:30\nA,2026-01-06,call,3:25\n")
    assert store.rows("SELECT minutes FROM interaction") == [(66,)]
    assert [row.row for row in result.rejected] == [3]
