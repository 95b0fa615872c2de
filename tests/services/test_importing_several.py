"""Rows that bring more than one thing, mappings that are kept, and the exports of other programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.entities import AccountFields
from crm_desktop.services import accounts, importing
from crm_desktop.services.importing import ImportSettings, Kind
from crm_desktop.storage.store import Store
from tests.services.importing_world import TODAY, Bring, bringing

ORDERS = """Kupac;Kontakt;Telefon;E-mail;Datum;Iznos;Ocena;Napomena
Kovač Mizarstvo;Janez Kovač;+386 41 555 207;jk@example.org;23.09.2025;1.240,00;7;brez
Пекара;Milica;+381 64 12;m@example.org;03.10.2025;410,50;;
Kovač Mizarstvo;Janez Kovač;+386 41 555 207;jk@example.org;24.09.2025;1.240,00;8;
Fjord;;+47 1 22 33;f@example.org;30.10.2025;10,50;12;
Nord;;+47 1 22 33;n@example.org;30.10.2025;10,50;9;
"""


def test_an_order_brings_its_person_its_account_and_its_rating(store: Store, bring: Bring) -> None:
    kept = accounts.add(store, AccountFields(name="Nord", phone="1"))
    result = bring(ORDERS)
    assert (result.rows_total, result.imported, len(result.rejected)) == (5, 4, 1)
    assert result.rejected[0].reason == "Rating 12 is above 10"
    assert result.added == {"purchases": 4, "ratings": 3}
    assert (result.accounts_created, result.contacts_created) == (2, 2)
    assert store.rows("SELECT name, phone, email FROM contact ORDER BY id") == [
        ("Janez Kovač", "+38641555207", "jk@example.org"),
        ("Milica", "+381 64 12", "m@example.org"),
    ]
    ratings = "SELECT score, c.name FROM rating LEFT JOIN contact c ON c.id = contact_id ORDER BY rating.id"
    assert store.rows(ratings) == [(7.0, "Janez Kovač"), (8.0, "Janez Kovač"), (9.0, None)]
    nord = accounts.get(store, kept)
    assert (nord.phone, nord.email) == ("1", "n@example.org")
    assert store.steps()[0].label == "Import 4 rows from file.csv"


def test_the_same_orders_again_and_one_thing_more(store: Store, bring: Bring) -> None:
    bring(ORDERS)
    after = store.dump()
    assert bring(ORDERS).duplicates == 4
    assert store.dump() == after
    more = bring(ORDERS.replace("410,50;;", "410,50;6;"))
    assert (more.imported, more.duplicates, more.added) == (1, 3, {"purchases": 0, "ratings": 1})


def test_what_only_looks_like_a_rating_is_left_out(store: Store, bring: Bring) -> None:
    result = bring("Customer,Date,Amount,Grade,Class,Title\nA,2026-01-01,5.00,304,steel,Bolts\n")
    assert (result.imported, result.added) == (1, {"purchases": 1})


def test_told_columns_are_taken_as_told(store: Store, bring: Bring) -> None:
    told = {"Grade": "score", "Who": "name"}
    assert bring("Customer,Date,Amount,Grade,Who\nA,2026-01-01,5.00,3,Ana\n", mapping=told).added["ratings"] == 1
    assert store.value("SELECT name FROM contact") == "Ana"


_ROW = st.tuples(
    st.sampled_from(["A", "B", "a", ""]),
    st.sampled_from(["Ana", "Jan", ""]),
    st.sampled_from(["a@example.org", "b@example.org", ""]),
    st.sampled_from(["2026-01-01", "2026-01-02", "x"]),
    st.sampled_from(["1.50", "2", ""]),
    st.sampled_from(["7", "11", ""]),
)


@settings(max_examples=60)
@given(rows=st.lists(_ROW, max_size=10))
def test_rows_add_up_and_a_second_time_changes_nothing(
    rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("several")
    store = Store(folder / "work.crm", create=True)
    bring = bringing(store, folder)
    content = "\n".join(",".join(row) for row in [("Account", "Person", "E-mail", "Date", "Amount", "Rating"), *rows])
    told = {"Person": "name", "E-mail": "email", "Rating": "score"}
    try:
        empty = store.dump()
        first = bring(content, "purchases", mapping=told)
        after = store.dump()
        assert bring(content, "purchases", mapping=told).imported == 0
        assert store.dump() == after
        assert store.value("SELECT count(*) FROM purchase") == first.added["purchases"]
        assert store.value("SELECT count(*) FROM rating") == first.added["ratings"]
        if first.imported:
            store.undo()
            assert store.dump() == empty
    finally:
        store.close()


# --- what was chosen once


def test_columns_matched_by_hand_are_matched_so_again(store: Store, bring: Bring, tmp_path: Path) -> None:
    told = {"Firm": "account", "Worth": "amount", "Moment": "date"}
    bring("Firm,Moment,Worth\nA,2026-01-01,5.00\n", "purchases", mapping=told)
    assert bring("Firm,Moment,Worth\nB,2026-01-02,6.00\n", name="next.csv").imported == 1
    assert bring("Firm,Moment,Worth\nB,2026-01-02,6.00\n", "accounts", mapping={"Firm": "account"}).duplicates == 1
    store.undo()
    store.undo()
    source = importing.read_source(tmp_path / "next.csv", ImportSettings())
    assert importing.propose_mapping(source, store=store).missing


def test_what_the_headers_say_is_not_kept(store: Store, bring: Bring) -> None:
    bring("Account,Phone\nA,1\n")
    assert store.value("SELECT count(*) FROM setting") == 0


# --- other programs


@pytest.mark.parametrize(
    ("header", "kind", "mapped"),
    [
        (
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Job Title,Associated Company",
            "contacts",
            {"First Name": "first_name", "Email": "email", "Job Title": "role", "Associated Company": "account"},
        ),
        (
            "Record ID,Company name,Company owner,Phone Number,City,Industry,Company Domain Name",
            "accounts",
            {"Company name": "account", "Company owner": "owner", "Company Domain Name": "website"},
        ),
        (
            "Person - Name,Person - Organization,Person - Email - Work,Person - Phone - Work",
            "contacts",
            {"Person - Name": "name", "Person - Organization": "account", "Person - Email - Work": "email"},
        ),
        (
            "Deal - Title,Deal - Organization,Deal - Contact person,Deal - Value,Deal - Currency,Deal - Won time",
            "purchases",
            {"Deal - Organization": "account", "Deal - Value": "amount", "Deal - Won time": "date"},
        ),
        (
            "Name,Website,Email,Phone,Type,Industry,Billing Address Street,Assigned User",
            "accounts",
            {"Name": "account", "Billing Address Street": "address", "Assigned User": "owner"},
        ),
        (
            "Order Reference,Order Date,Customer,Salesperson,Total,Status,Currency",
            "purchases",
            {"Order Reference": "reference", "Customer": "account", "Total": "amount", "Salesperson": "owner"},
        ),
        (
            "First Name,Middle Name,Last Name,Organization Name,Organization Title,Notes,E-mail 1 - Label,"
            "E-mail 1 - Value,Phone 1 - Value",
            "contacts",
            {"Organization Name": "account", "Organization Title": "role", "E-mail 1 - Value": "email"},
        ),
        (
            "Title,First Name,Last Name,Company,Job Title,Business Street,Business Phone,Mobile Phone,E-mail Address",
            "contacts",
            {"Title": "", "Company": "account", "Job Title": "role", "Business Phone": "phone"},
        ),
    ],
    ids=["HubSpot", "HubSpot firms", "Pipedrive", "Pipedrive deals", "EspoCRM", "Odoo", "Google", "Outlook"],
)
def test_exports_of_other_programs_are_known(tmp_path: Path, header: str, kind: str, mapped: dict[str, str]) -> None:
    path = tmp_path / "export.csv"
    path.write_text(header + "\n", encoding="utf-8")
    mapping = importing.propose_mapping(importing.read_source(path, ImportSettings()))
    assert mapping.kind == Kind(kind)
    assert not mapping.missing
    fields = dict(zip(header.split(","), mapping.fields, strict=True))
    assert {name: fields[name] for name in mapped} == mapped


def test_names_in_two_parts(store: Store, bring: Bring) -> None:
    people = "First Name,Last Name,Company,E-mail\nAna,Kos,Acme,\nJan,,Acme,\n,,,ida@acme.com\n"
    result = bring(people)
    assert [(row.row, row.reason) for row in result.rejected] == [(4, "No name")]
    assert [name for (name,) in store.rows("SELECT name FROM contact ORDER BY id")] == ["Ana Kos", "Jan"]
    assert bring(people).duplicates == 2


def test_a_plan_counts_by_kind(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    told = ImportSettings()
    source = importing.read_source(path, told)
    plan = importing.plan_import(store, source, importing.propose_mapping(source), told, today=TODAY)
    assert (plan.new_accounts, plan.new_contacts, plan.added) == (3, 2, {Kind.PURCHASES: 4, Kind.RATINGS: 3})
