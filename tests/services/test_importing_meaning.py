"""What rows mean: which deals were won, which orders count, which rows are firms, and which of several numbers is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.errors import UserError
from crm_desktop.services import importing
from crm_desktop.services.importing import ImportSettings
from crm_desktop.storage.store import Store
from tests.services.importing_world import TODAY, Bring

# --- deals


@pytest.mark.parametrize(
    ("header", "won", "left_out"),
    [
        ("Deal Name,Deal Stage,Close Date,Amount,Associated Company", "Closed Won", "Closed Lost"),
        ("Deal Name,Deal Stage,Close Date,Amount,Associated Company", "Closed won (Sales Pipeline)", "Contract sent"),
        ("Deal Name,Deal Stage,Close Date,Amount,Associated Company", "closedwon", "closedlost"),
        ("Opportunity Name,Stage,Close Date,Amount,Account Name", "Closed Won", "Negotiation/Review"),
        ("Deal Name,Stage,Closing Date,Amount,Account Name", "Closed Won", "Closed-Lost to Competition"),
        ("Deal - Title,Deal - Status,Deal - Won time,Deal - Value,Deal - Organization", "Won", "Open"),
        ("Naziv,Status,Datum,Znesek,Stranka", "Dobljeno", "Izgubljeno"),
        ("Όνομα,Κατάσταση,Ημερομηνία,Ποσό,Πελάτης", "Κερδισμένη", "Χαμένη"),
        ("Назва,Статус,Дата,Сума,Клієнт", "Виграно", "Програно"),
        ("Navn,Status,Dato,Beløp,Kunde", "Vunnet", "Tapt"),
        ("Naziv,Status,Datum,Iznos,Kupac", "Dobijeno", "Izgubljeno"),
        ("Назив,Статус,Датум,Износ,Купац", "Добијено", "Изгубљено"),
        ("Name,Status,Datum,Betrag,Kunde", "Gewonnen", "Verloren"),
    ],
)
def test_only_deals_that_were_won_are_bought(store: Store, bring: Bring, header: str, won: str, left_out: str) -> None:
    rows = f"{header}\nBig,{won},2026-01-15,1234.50,Acme\nSmall,{left_out},2026-01-16,99.90,Other\n"
    result = bring(rows, "purchases")
    assert [(row.row, row.reason) for row in result.rejected] == [(3, f"This deal is not won: {left_out}")]
    assert store.rows("SELECT amount FROM purchase") == [(123450,)]
    assert store.rows("SELECT name FROM account") == [("Acme",)]
    again = bring(rows, "purchases")
    assert (again.imported, again.duplicates, len(again.rejected)) == (0, 1, 1)


def test_deals_are_recognised_and_one_without_a_day_or_an_amount_is_open_and_not_broken(bring: Bring) -> None:
    header = "Deal - Title,Deal - Stage,Deal - Status,Deal - Won time,Deal - Value,Deal - Organization"
    result = bring(f"{header}\nBig,Offer,Won,2026-01-15 10:00:00,10.00,Acme\nNext,Won over,Open,,,Acme\n")
    assert (result.kind, result.imported) == ("purchases", 1)
    assert [row.reason for row in result.rejected] == ["This deal is not won: Open"]


def test_deals_of_which_nothing_tells_whether_they_were_won_are_refused(store: Store, bring: Bring) -> None:
    deals = "Deal Name,Close Date,Amount,Associated Company\nBig,2026-01-15,10.00,Acme\n"
    with pytest.raises(UserError) as refused:
        bring(deals)
    assert "holds deals, and no column tells which of them were won" in str(refused.value)
    assert '{"mapping": {"Close Date": "date"}}' in str(refused.value)
    assert bring(deals, "purchases", mapping={"Close Date": "date"}).imported == 1
    with pytest.raises(UserError, match='"Created at": "date"'):
        bring("Deal Name,Created at,Amount,Company\nBig,2026-01-15,10.00,Acme\n")


def test_the_day_a_deal_was_closed_goes_before_any_other_day(store: Store, bring: Bring) -> None:
    bring("Deal Name,Created at,Close Date,Stage,Amount,Company\nBig,2026-01-05,2026-01-15,Closed Won,10.00,Acme\n")
    assert store.value("SELECT day FROM purchase") == day_number(date(2026, 1, 15))


# --- orders


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ("Financial Status", "refunded"),
        ("Financial Status", "voided"),
        ("Order Status", "cancelled"),
        ("Status", "Canceled"),
        ("Status", "failed"),
        ("Stanje", "Preklicano"),
        ("Κατάσταση", "Ακυρώθηκε"),
        ("Статус", "Скасовано"),
        ("Ordrestatus", "Kansellert"),
        ("Status", "Otkazano"),
        ("Статус", "Отказано"),
        ("Bestellstatus", "Storniert"),
    ],
)
def test_orders_that_were_cancelled_are_left_out(store: Store, bring: Bring, column: str, word: str) -> None:
    result = bring(f"Customer,Date,Amount,{column}\nA,2026-01-01,5.00,Paid\nB,2026-01-02,6.00,{word}\n")
    assert [(row.row, row.reason) for row in result.rejected] == [(3, f"This order does not count: {word}")]
    assert not any("skipped" in warning for warning in result.warnings)
    assert store.rows("SELECT name FROM account") == [("A",)]


def test_money_that_went_back_is_kept_with_its_sign(store: Store, bring: Bring) -> None:
    rows = "Customer,Date,Amount,Status\nA,2026-01-01,5.00,Paid\nA,2026-01-02,-5.00,Refunded\n"
    assert bring(rows).imported == 2
    assert store.rows("SELECT amount, refund FROM purchase ORDER BY day") == [(500, 0), (-500, 1)]


def test_words_that_say_nothing_about_an_order_are_passed_over(bring: Bring) -> None:
    result = bring("Customer,Date,Amount,Status\nA,2026-01-01,5.00,Green\nB,2026-01-02,6.00,Blue\n")
    assert result.imported == 2
    assert "1 column with values is skipped: Status." in result.warnings


# --- firms among people

ODOO = """Name,Is a Company,Related Company,Email,Phone,Job Position
Acme,True,,info@acme.example,+38640123456,
"Ana Kos",False,Acme,ana@acme.example,,Buyer
Bare,TRUE,,,,
Jan,,,jan@example.org,,
"""


def test_a_row_that_is_a_firm_becomes_an_account(store: Store, bring: Bring) -> None:
    result = bring(ODOO)
    assert (result.kind, result.imported, result.rejected) == ("contacts", 4, ())
    assert store.rows("SELECT name, email, phone FROM account ORDER BY name") == [
        ("Acme", "info@acme.example", "+38640123456"),
        ("Bare", "", ""),
    ]
    people = """SELECT c.name, f.role, a.name FROM contact c LEFT JOIN affiliation f ON f.contact_id = c.id
        LEFT JOIN account a ON a.id = f.account_id ORDER BY c.name"""
    assert store.rows(people) == [("Ana Kos", "Buyer", "Acme"), ("Jan", None, None)]
    after = store.dump()
    for mode in ({}, {"mode": "both"}, {"mode": "update"}):
        assert bring(ODOO, **mode).imported == 0
        assert store.dump() == after


def test_firms_are_known_where_no_row_tells_of_a_related_one(store: Store, bring: Bring) -> None:
    bring("Name,Is a Company,Email\nAcme,True,info@acme.example\nJan,False,jan@example.org\n")
    assert store.rows("SELECT name FROM account") == [("Acme",)]
    assert store.rows("SELECT name FROM contact") == [("Jan",)]


def test_a_firm_that_is_not_here_is_told_when_nothing_new_is_created(bring: Bring) -> None:
    result = bring("Name,Is a Company,Email\nAcme,True,info@acme.example\n,True,x@acme.example\n", mode="update")
    reasons = [row.reason for row in result.rejected]
    assert reasons == ["“Acme” is not in the workspace, and this import creates nothing new", "No name"]


# --- one of several


def test_the_first_number_of_a_row_is_taken(store: Store, bring: Bring) -> None:
    rows = "Name,Company,Phone,Mobile Phone,Home Phone\nAna,A,+38612345678,+38640123456,\nJan,A,,,+38640123457\n"
    result = bring(rows, "contacts")
    assert store.rows("SELECT name, phone, notes FROM contact ORDER BY name") == [
        ("Ana", "+38612345678", "Mobile Phone: +38640123456"),
        ("Jan", "+38640123457", ""),
    ]
    said = "taken where “Phone” is empty; what is more than one in a row is put into its notes."
    assert result.warnings == (f"“Mobile Phone, Home Phone”: {said}",)
    assert bring(rows, "contacts").imported == 0


def test_the_second_number_tells_whose_an_order_is(store: Store, bring: Bring) -> None:
    bring("Account,Phone\nAcme,+38640123456\nOther,+38640123457\n")
    rows = "Date,Amount,Phone,Mobile\n2026-01-01,5.00,,+38640123456\n2026-01-02,6.00,+38640123457,\n"
    assert bring(rows, "purchases").imported == 2
    query = "SELECT a.name, p.amount FROM purchase p JOIN account a ON a.id = p.account_id ORDER BY p.day"
    assert store.rows(query) == [("Acme", 500), ("Other", 600)]


def test_a_column_of_numbers_that_is_skipped_stays_skipped(store: Store, bring: Bring) -> None:
    bring("Name,Company,Phone,Mobile\nJan,A,,+38640123457\nAna,A,+38612345678,\n", "contacts", mapping={"Mobile": ""})
    assert store.value("SELECT phone FROM contact WHERE name = 'Jan'") == ""


def test_of_several_in_one_cell_the_first_is_taken_and_the_others_are_noted(store: Store, bring: Bring) -> None:
    bring(
        "Name,Organization Name,E-mail 1 - Value,Phone 1 - Value\n"
        "Ana,Acme,ana@example.org ::: a@example.org,+38640123456 ::: +38640123457\n"
        "Jan,Acme,mailto:jan@example.org,tel:+38640123458\n"
    )
    noted = "Phone 1 - Value: +38640123457\nE-mail 1 - Value: a@example.org"
    assert store.rows("SELECT name, email, phone, notes FROM contact ORDER BY name") == [
        ("Ana", "ana@example.org", "+38640123456", noted),
        ("Jan", "jan@example.org", "+38640123458", ""),
    ]


def test_where_a_row_has_no_notes_the_others_are_told(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "Account,Date,Amount,E-mail,Phone\n"
        "Acme,2026-01-05,1.00,ana@example.org ::: a@example.org,+38640123456 ::: +38640123457\n",
        encoding="utf-8",
    )
    told = ImportSettings()
    source = importing.read_source(path, told)
    plan = importing.plan_import(store, source, importing.propose_mapping(source), told, today=TODAY)
    assert [(doubt.row, doubt.reason) for doubt in plan.doubts] == [
        (2, "Only the first of several is kept: a@example.org is left out"),
        (2, "Only the first of several is kept: +38640123457 is left out"),
    ]


# --- files of ours


def test_rows_with_our_numbers_lead_the_others_to_where_somebody_arrives(store: Store, bring: Bring) -> None:
    bring("Full name,E-mail,Account,Role\nÁna,a@x.si,Beta,boss\n", "contacts")
    own = store.value("SELECT id FROM contact")
    rows = f"Id,Full name,E-mail,Account,Role\n,Ána,a@x.si,Alpha,clerk\n{own},Ana,a@x.si,Alpha,\n"
    bring(rows, "contacts")
    once = store.dump()
    assert bring(rows, "contacts").imported == 0
    assert store.dump() == once


def test_somebody_who_comes_to_an_account_is_none_without_one_any_more(store: Store, bring: Bring) -> None:
    bring("Full name,E-mail\nBor,a@x.si\n", "contacts")
    own = store.value("SELECT id FROM contact")
    rows = f"Id,Full name,E-mail,Phone,Account\n,Bor,a@x.si,1234567,\n{own},Bor,a@x.si,,Alpha\n"
    bring(rows, "contacts", country="")
    once = store.dump()
    assert bring(rows, "contacts", country="").imported == 0
    assert store.dump() == once


def test_a_view_saved_as_json_is_no_table_to_import(bring: Bring) -> None:
    with pytest.raises(UserError) as refused:
        bring('[\n  {"Id": 1, "Account": "Acme"}\n]\n', name="accounts.json")
    assert "export it as CSV or XLSX" in str(refused.value)
    assert "everything as JSON" in str(refused.value)
