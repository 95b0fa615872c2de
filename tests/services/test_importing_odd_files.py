"""Files as other programs and people leave them: what a held-out set of such files got wrong once."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.domain.entities import AccountFields
from crm_desktop.domain.errors import UserError
from crm_desktop.services import accounts, export_files, importing
from crm_desktop.services.exporting import everything
from crm_desktop.services.importing import ImportSettings, Mode
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring, cell, row, xlsx, zipped

NAMES = ["Čebelarstvo Žižek", "Фабрика Щастя", "Έλαια Κρήτης"]


def named(store: Store) -> list[str]:
    return [account["account"] for account in everything(store)["accounts"]]


# -- letters and separators


@pytest.mark.parametrize("header", ["Account", "Клієнт"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read(store: Store, bring: Bring, encoding: str, header: str) -> None:
    table = "".join(f"{name};x@example.org\r\n" for name in NAMES)
    bring(f"{header};Email\r\n{table}".encode(encoding), "accounts")
    assert named(store) == NAMES


def test_utf8_that_is_told_to_be_a_code_page_is_read_as_what_it_is(store: Store, bring: Bring) -> None:
    result = bring("Account\nŽaga Dolžan\n", encoding="cp1250")
    assert named(store) == ["Žaga Dolžan"]
    assert "“encoding” (cp1250) was not followed" in result.warnings[0]


def test_a_code_page_that_is_told_is_followed(store: Store, bring: Bring) -> None:
    bring("Account\nŽaga Dolžan\n".encode("cp1250"), encoding="cp1250")
    assert named(store) == ["Žaga Dolžan"]


def test_a_letter_that_was_lost_before_is_told(store: Store, bring: Bring) -> None:
    result = bring("Account\nKova\ufffd\nOk\n")
    assert named(store) == ["Kova\ufffd", "Ok"]
    assert "row 2 “Kova\ufffd”" in result.warnings[0]


def test_quotes_behind_a_space_and_an_old_mark_of_the_end(store: Store, bring: Bring) -> None:
    result = bring('Account, Email\r\n"Alpha", "a@x.si"\r\n"Beta, Co", "b@x.si"\r\n\x1a')
    assert [(a["account"], a["email"]) for a in everything(store)["accounts"]] == [
        ("Alpha", "a@x.si"),
        ("Beta, Co", "b@x.si"),
    ]
    assert result.rows_total == 2


def test_a_space_before_a_quote_that_is_a_letter(store: Store, bring: Bring) -> None:
    bring('Account;Email\nAlpha; "x" y\n')
    assert everything(store)["accounts"][0]["email"] == '"x" y'


# -- rows above, between and below


@pytest.mark.parametrize("above", ["Report 2026\n\n", "Report;;;\n", "Exported:;1.2.2026\nBy:;Ana\n"])
def test_what_stands_above_the_names_of_the_columns_is_passed_over_and_told(
    store: Store, bring: Bring, above: str
) -> None:
    result = bring(above + "Account;Date;Amount;Currency\nAlpha;2026-01-05;1,50;EUR\nBeta;x;1;EUR\n")
    assert (result.kind, result.imported, [r.row for r in result.rejected]) == (
        "purchases",
        1,
        [above.count("\n") + 3],
    )
    assert "above the names of the columns" in result.warnings[0]


def test_names_of_groups_above_the_names(store: Store, bring: Bring) -> None:
    book = xlsx(
        [row("Customer", None, "Order"), row("Account", "Date", "Amount", "Currency"), row("A", "2026-01-05", 2, "EUR")]
    )
    result = bring(book, name="b.xlsx")
    assert (result.kind, result.imported) == ("purchases", 1)


def test_a_file_whose_first_row_names_its_columns_is_left_alone(bring: Bring) -> None:
    assert bring("Account;Notes\nAccount name;Tier\nPhone;Email\n", "accounts").rows_total == 2


def test_a_column_that_was_told_settles_where_the_names_are(store: Store, bring: Bring) -> None:
    result = bring("Firm;Colour\nAccount;Email\n", "accounts", mapping={"Firm": "account"})
    assert (named(store), result.rows_total) == (["Account"], 1)


def test_names_of_columns_on_every_page_are_no_rows(store: Store, bring: Bring) -> None:
    result = bring("Account;Email\nAlpha;a@x.si\nAccount;Email\nBeta;b@x.si\n")
    assert named(store) == ["Alpha", "Beta"]
    assert [(r.row, r.reason) for r in result.rejected] == [(3, "The names of the columns once more")]


# -- numbers


def test_cells_of_a_workbook_are_what_they_show(store: Store, bring: Bring) -> None:
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="00000"/><numFmt numFmtId="171" formatCode="0.0\\ %"/>'
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>'
        "</styleSheet>"
    )
    rows = [
        row("Account", "Date", "Score", "Touchpoint"),
        row("A", "2026-01-05") + cell(0.85, style="1") + cell(123, style="2"),
        row("B", "2026-01-05") + cell(0.755, style="3") + cell(123456, style="2"),
        row("C", "2026-01-05") + cell(1.2, style="1"),
    ]
    result = bring(xlsx(rows, parts={"xl/styles.xml": styles}), "ratings", name="b.xlsx")
    assert [(r["account"], r["score"], r["touchpoint"]) for r in everything(store)["ratings"]] == [
        ("A", 8.5, "00123"),
        ("B", 7.55, "123456"),
    ]
    assert [r.row for r in result.rejected] == [4]


def test_a_share_is_no_amount(bring: Bring) -> None:
    rows = [row("Account", "Date", "Amount", "Currency"), row("A", "2026-01-05") + cell(0.25, style="1") + row("EUR")]
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    result = bring(xlsx(rows, parts={"xl/styles.xml": styles}), "purchases", name="b.xlsx")
    assert [r.reason for r in result.rejected] == ["“25%” is not a number"]


def test_shares_of_an_open_document(store: Store, bring: Bring) -> None:
    cells = '<t:table-cell o:value-type="string"><x:p>{}</x:p></t:table-cell>'
    share = '<t:table-cell o:value-type="percentage" o:value="0.9"><x:p>90%</x:p></t:table-cell>'
    names = "".join(map(cells.format, ("Account", "Date", "Score")))
    values = cells.format("A") + cells.format("2026-01-05") + share
    body = f"<t:table-row>{names}</t:table-row><t:table-row>{values}</t:table-row>"
    content = f'<o:d xmlns:o="o" xmlns:t="t" xmlns:x="x"><t:table t:name="S">{body}</t:table></o:d>'
    bring(zipped({"content.xml": content}), "ratings", name="b.ods")
    assert [r["score"] for r in everything(store)["ratings"]] == [9]


def test_amounts_without_cents_and_a_scale_to_a_hundred_with_a_slip(store: Store, bring: Bring) -> None:
    bring("Account;Date;Amount;Currency\nA;2026-01-05;1 234,-;NOK\nA;2026-01-06;99,50-;NOK\nA;2026-01-07;kr 5,-;NOK\n")
    assert [p["amount"] for p in everything(store)["purchases"]] == ["1234.00", "-99.50", "5.00"]
    result = bring(
        "Account;Date;Score\nA;2026-01-05;85\nA;2026-01-06;90\nA;2026-01-07;70\nA;2026-01-08;65\nA;2026-01-09;101\n"
    )
    assert [r["score"] for r in everything(store)["ratings"]] == [8.5, 9, 7, 6.5]
    assert [r.reason for r in result.rejected] == ["Rating 101 is above 100"]


# -- names of columns


@pytest.mark.parametrize(
    "header",
    [
        "Account;Work email;Cell phone",
        "Naziv;E-naslov;Tel. št.",
        "Εταιρία;Ηλ. ταχυδρομείο;Αριθμός τηλεφώνου",
        "Назва;Емейл;Тел.",
        "Bedriftsnavn;E-post;Mobilnummer",
        "Назив;Мејл;Моб. тел.",
        "Geschäftspartner;E-Mail;Tel.-Nr.",
    ],
)
def test_columns_are_known_by_their_usual_names(store: Store, bring: Bring, header: str) -> None:
    bring(f"{header}\nAlpha;a@example.org;+38640123456\n", "accounts")
    account = everything(store)["accounts"][0]
    assert (account["account"], account["email"], account["phone"]) == ("Alpha", "a@example.org", "+38640123456")


@pytest.mark.parametrize("header", ["Company,Response date,NPS score", "Stranka,Datum in ura,Ocena zadovoljstva"])
def test_answers_of_a_survey_are_ratings(store: Store, bring: Bring, header: str) -> None:
    bring(f"{header}\nAlpha,2026-01-15,9\n")
    assert [(r["date"], r["score"]) for r in everything(store)["ratings"]] == [("2026-01-15", 9)]


def test_names_that_differ_in_brackets_are_two_columns(store: Store, bring: Bring) -> None:
    result = bring("Account,Phone (home),Phone (work)\nAlpha,+38640123456,+38640123457\n", "accounts")
    assert everything(store)["accounts"][0]["phone"] == "+38640123456"
    assert everything(store)["accounts"][0]["notes"] == "Phone (work): +38640123457"
    said = "“Phone (work)”: taken where “Phone (home)” is empty; what is more than one in a row is put into its notes."
    assert list(result.warnings) == [said]


def test_of_two_columns_for_one_field_the_one_that_holds_something_is_taken(store: Store, bring: Bring) -> None:
    bring("First Name,Business Phone,Mobile Phone\nAna,,+38640123456\nBor,,\n", "contacts")
    assert [contact["phone"] for contact in everything(store)["contacts"]] == ["+38640123456", ""]


def test_the_price_of_one_piece_is_not_taken_for_what_was_paid(store: Store, bring: Bring) -> None:
    pieces = "Customer,Date,Quantity,Price\nAlpha,2026-01-15,3,2.50\n"
    for kind in ("auto", "purchases"):
        with pytest.raises(UserError, match='"Price": "amount"'):
            bring(pieces, kind)
    bring("Customer,Date,Quantity,Price,Total\nAlpha,2026-01-15,3,2.50,7.50\n")
    assert [purchase["amount"] for purchase in everything(store)["purchases"]] == ["7.50"]


def test_a_refusal_names_the_column_that_can_be_what_is_missing(bring: Bring) -> None:
    orders = "Record ID,Company name,Amount,Moment,Shop\n1,Alpha,10.50,2026-01-15 10:00,Web\n"
    with pytest.raises(UserError, match='"Moment": "date"'):
        bring(orders, "purchases")


def test_a_refusal_names_the_other_sheet(bring: Bring) -> None:
    customers, orders = [row("Account"), row("Alpha")], [row("Customer", "Date", "Amount")]
    with pytest.raises(UserError, match='"sheet": "Orders"'):
        bring(xlsx(customers, orders, names=["Customers", "Orders"]), "purchases", "book.xlsx")


# -- our own files


def test_a_file_of_ours_is_meant_to_update(store: Store, bring: Bring, tmp_path: Path) -> None:
    accounts.add(store, AccountFields(name="Alpha"))
    accounts.add(store, AccountFields(name="Beta"))
    path = tmp_path / "out.csv"
    export_files.export(store, path, kind="accounts")

    def suggested() -> Mode | None:
        source = importing.read_source(path, ImportSettings())
        return importing.mode_of_own_file(store, source, importing.propose_mapping(source))

    assert suggested() is Mode.UPDATE
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text + "Gamma\n", encoding="utf-8")
    assert suggested() is Mode.BOTH
    other = Store(tmp_path / "other.crm", create=True)
    try:
        source = importing.read_source(path, ImportSettings())
        assert importing.mode_of_own_file(other, source, importing.propose_mapping(source)) is None
    finally:
        other.close()
