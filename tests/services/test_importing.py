"""Importing files: what is read, recognised, checked, refused and rejected."""

from __future__ import annotations

import codecs
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.errors import UserError
from crm_desktop.services import importing
from crm_desktop.services.importing import ImportResult, ImportSettings
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring


def refusal(bring: Bring, content: str | bytes, **told: Any) -> str:
    with pytest.raises(UserError) as caught:
        bring(content, **told)
    return str(caught.value)


def names(store: Store) -> list[str]:
    return [name for (name,) in store.rows("SELECT name FROM account WHERE deleted_at IS NULL ORDER BY id")]


def purchases(store: Store) -> list[tuple[Any, ...]]:
    return store.rows(
        "SELECT a.name, day, amount, currency FROM purchase p JOIN account a ON a.id = account_id ORDER BY p.id"
    )


def rejected(result: ImportResult) -> list[tuple[int, str]]:
    assert result.imported + result.duplicates + len(result.rejected) == result.rows_total
    return [(row.row, row.reason) for row in result.rejected]


# --- reading


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_and_marked_encoding_are_found(store: Store, bring: Bring, delimiter: str, encoding: str) -> None:
    text = f"Account{delimiter}Phone\r\nČebelarstvo Žižek{delimiter}1\r\nПекара{delimiter}2\r\n"
    assert bring(text.encode(encoding)).imported == 2
    assert names(store) == ["Čebelarstvo Žižek", "Пекара"]


def test_a_delimiter_that_the_file_tells_itself(store: Store, bring: Bring) -> None:
    assert bring("sep=;\r\nAccount;Notes\r\nKovač;a, b, c\r\n").imported == 1
    assert names(store) == ["Kovač"]


def test_a_told_encoding_is_followed_and_an_unknown_one_refused(store: Store, bring: Bring) -> None:
    assert bring("Account\nŠoštanj\n".encode("cp1250"), encoding="cp1250").imported == 1
    assert names(store) == ["Šoštanj"]
    assert "encoding" in refusal(bring, "Account\nA\n", encoding="klingon")


def test_a_mark_in_the_file_outweighs_the_told_encoding(store: Store, bring: Bring) -> None:
    result = bring(codecs.BOM_UTF8 + "Account\nŠoštanj\n".encode(), encoding="cp1250")
    assert names(store) == ["Šoštanj"]
    assert len(result.warnings) == 1


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.4", "PDF"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "calendar"),
        (b",,,\nA,B,C\n", "No column"),
        (b"Account,Email,EMAIL \nA,1,2\n", "two columns"),
        (b"Firm,Tier\nA,B\n", '{"mapping": {"Firm": "account"}}'),
        (b'Account,Tier\nA,B\n"C,A\nD,B\n', "Row 3"),
        (b'Account,Tier\nA,B\n"C" d,A\n', "Row 3"),
    ],
)
def test_a_file_that_is_no_good_table_is_refused(store: Store, bring: Bring, content: bytes, part: str) -> None:
    assert part in refusal(bring, content, kind="accounts")
    assert names(store) == []
    assert store.steps() == []


def test_what_is_not_there_or_no_file_is_refused(store: Store, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(UserError):
            importing.read_source(path, ImportSettings())


def test_a_header_alone_is_nothing_to_import(store: Store, bring: Bring) -> None:
    result = bring("Account,Tier\r\n")
    assert (result.outcome, result.rows_total, result.operation) == ("imported", 0, None)
    assert store.steps() == []


def test_rows_are_numbered_as_in_a_spreadsheet(bring: Bring) -> None:
    result = bring('\nAccount,Notes\nA,"two\nlines"\n\n,nameless\n')
    assert rejected(result) == [(5, "No account name")]


def test_short_rows_are_filled_and_long_ones_rejected(store: Store, bring: Bring) -> None:
    result = bring("Account,Tier,Phone\nA\nB,A,1,,\nC,A,1,EXTRA,MORE\n")
    assert names(store) == ["A", "B"]
    assert rejected(result) == [(4, "2 cells more than there are columns")]


def test_line_ends_of_every_kind_inside_cells(store: Store, bring: Bring) -> None:
    bring('Account,Date,Notes\r\nA,2026-01-01,"x\r\ny"\r\nB,2026-01-01,"x\ry"\nC,2026-01-01,"x\ny"\r\n')
    assert store.rows("SELECT DISTINCT notes FROM interaction") == [("x\ny",)]


# --- mapping


@pytest.mark.parametrize(
    ("header", "kind", "fields"),
    [
        ("Company;E-mail address;Mobile;Account manager", "accounts", "account email phone owner"),
        ("Name,Phone", "accounts", "account phone"),
        ("Customer,Order date,Total,Invoice no", "purchases", "account date amount reference"),
        ("Kupac;Datum;Iznos (RSD);Artikal", "purchases", "account date amount what"),
        ("Купац;Датум;Износ;Валута", "purchases", "account date amount currency"),
        ("Naročnik;Datum naročila;Znesek", "purchases", "account date amount"),
        ("Πελάτης;Ημερομηνία;Ποσό", "purchases", "account date amount"),
        ("Клієнт;Дата;Сума;Валюта", "purchases", "account date amount currency"),
        ("Kunde;Ordredato;Beløp", "purchases", "account date amount"),
        ("Kunde;Rechnungsdatum;Betrag €", "purchases", "account date amount"),
        ("Client,Date,NPS,Touchpoint,Feedback", "ratings", "account date score touchpoint comment"),
        ("Account,Date,Type,Subject,Notes,Contact", "interactions", "account date kind subject notes contact"),
        ("Company,Full name,E-mail,Role", "contacts", "account name email role"),
        ("Customer,Colour", "accounts", "account -"),
    ],
)
def test_headers_are_recognised(tmp_path: Path, header: str, kind: str, fields: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(header + "\n", encoding="utf-8")
    mapping = importing.propose_mapping(importing.read_source(path, ImportSettings()))
    assert (mapping.kind, " ".join(field or "-" for field in mapping.fields)) == (kind, fields)


def test_the_better_name_wins_and_each_field_is_taken_once(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Customer,Date,Order date,Net,Total\n", encoding="utf-8")
    mapping = importing.propose_mapping(importing.read_source(path, ImportSettings()))
    assert mapping.fields == ("account", "", "date", "", "amount")


def test_a_told_mapping_comes_first(store: Store, bring: Bring) -> None:
    told = {"Firm": "account", "When?": "date", "Worth": "amount", "Total": ""}
    assert bring("Firm,When?,Worth,Total\nA,2026-01-01,5,9\n", mapping=told).imported == 1
    assert purchases(store) == [("A", day_number(date(2026, 1, 1)), 500, "EUR")]
    assert "Colour" in refusal(bring, "Account\nA\n", mapping={"Colour": "tier"})
    assert "colour" in refusal(bring, "Account,C\nA,b\n", mapping={"C": "colour"})


def test_a_column_changed_on_the_page_frees_the_field_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Account,Buyer2,Phone\n", encoding="utf-8")
    mapping = importing.propose_mapping(importing.read_source(path, ImportSettings()), "accounts")
    assert mapping.with_field(1, "account").fields == ("", "account", "phone")
    assert mapping.with_field(0, "").missing == ("account",)


@pytest.mark.parametrize(
    "told",
    [
        {"colour": 1},
        {"decimal": ";"},
        {"date_order": "YDM"},
        {"delimiter": "x"},
        {"score_scale": [5, 1]},
        {"mapping": []},
    ],
)
def test_wrong_settings_are_refused(told: dict[str, Any]) -> None:
    with pytest.raises(UserError) as caught:
        ImportSettings.from_json(told)
    assert next(iter(told)) in str(caught.value)


# --- meaning


def test_an_ambiguous_column_is_refused_with_the_setting_to_give(store: Store, bring: Bring) -> None:
    dates = "Account,Date,Subject\nA,03/04/2026,x\nB,12/11/2025,y\n"
    assert '{"date_order": "DMY"} or {"date_order": "MDY"}' in refusal(bring, dates)
    assert bring(dates, date_order="MDY").imported == 2
    amounts = "Account;Date;Amount\nA;2026-01-01;1.234\n"
    assert '{"decimal": ","} or {"decimal": "."}' in refusal(bring, amounts)
    assert bring(amounts, decimal=",").imported == 1
    assert purchases(store)[0][2] == 123400


def test_a_telling_cell_far_down_settles_the_column(store: Store, bring: Bring) -> None:
    lines = [f"A;{day % 12 + 1}.{day % 11 + 1}.2025;1.000" for day in range(900)]
    result = bring("\n".join(["Account;Date;Amount", *lines, "A;31.1.2026;1,50"]))
    assert result.imported == 901
    assert purchases(store)[0][1:3] == (day_number(date(2025, 1, 1)), 100000)


def test_a_cell_far_down_can_contradict_the_first_rows(store: Store, bring: Bring) -> None:
    lines = ["A;25.1.2025;1,50"] * 900
    assert "contradict" in refusal(bring, "\n".join(["Account;Date;Amount", *lines, "A;1.31.2026;1,50"]))
    assert "contradict" in refusal(bring, "\n".join(["Account;Date;Amount", *lines, "A;1.1.2026;1.50"]))
    iso = ["A;2025-01-25;1,50"] * 900
    assert "date_order" in refusal(bring, "\n".join(["Account;Date;Amount", *iso, "A;3.4.2026;1,50"]))
    assert purchases(store) == []


def test_bad_cells_reject_their_row_alone(store: Store, bring: Bring) -> None:
    result = bring(
        "Account,Date,Amount,Currency\nA,2026-09-30,1.50,EUR\nB,2026-09-31,1.50,EUR\nC,2026-01-01,NaN,EUR\n"
        ",2026-01-01,1.50,EUR\nD,2026-01-01,1.50,XXZ\nE,,,EUR\nF,2026-01-02,3,nok\n"
    )
    assert [name for name, *_ in purchases(store)] == ["A", "F"]
    assert rejected(result) == [
        (3, "31 September does not exist"),
        (4, "“NaN” is not a number"),
        (5, "No account name"),
        (6, "“XXZ” is not the code of a currency"),
        (7, "No date; No amount"),
    ]
    assert names(store) == ["A", "F"]


def test_the_currency_is_told_by_column_header_cell_setting_or_workspace(store: Store, bring: Bring) -> None:
    assert not bring("Account,Date,Amount (NOK)\nA,2026-01-01,5\n").warnings
    assert not bring("Account,Date,Amount\nA,2026-01-02,£5\n").warnings
    assert not bring("Account,Date,Amount\nA,2026-01-03,5 kr\n", currency="SEK").warnings
    assert "EUR" in bring("Account,Date,Amount\nA,2026-01-04,5\n").warnings[0]
    assert [currency for *_, currency in purchases(store)] == ["NOK", "GBP", "SEK", "EUR"]
    assert "not in EUR" in bring("Account,Date,Amount\nA,2026-01-05,5 kr\n").rejected[0].reason


def test_refunds_keep_their_sign(store: Store, bring: Bring) -> None:
    bring("Account,Date,Amount,Refund\nA,2026-01-01,-5.00,\nA,2026-01-02,5.00,yes\nA,2026-01-03,5.00,no\n")
    assert store.rows("SELECT amount, refund FROM purchase ORDER BY day") == [(-500, 1), (500, 1), (500, 0)]


def test_ratings_outside_their_scale_are_rejected(store: Store, bring: Bring) -> None:
    result = bring(
        "Account;Date;Score\nA;2026-01-01;10\nA;2026-01-02;9,5\nA;2026-01-03;11\nA;2026-01-04;-1\nA;2026-01-05;\n"
    )
    assert store.rows("SELECT score FROM rating ORDER BY day") == [(10.0,), (9.5,)]
    assert [reason for _, reason in rejected(result)] == ["Rating 11 is above 10", "Rating -1 is below 0", "No rating"]


def test_future_days_are_kept_and_told(store: Store, bring: Bring) -> None:
    result = bring("Account,Date,Score\nA,2026-06-01,5\nA,2027-01-01,5\n")
    assert result.imported == 2
    assert len(result.warnings) == 1


def test_kinds_and_directions_by_their_words(store: Store, bring: Bring) -> None:
    result = bring(
        "Account,Date,Type,Direction,Minutes\nA,2026-01-01,Meeting,Outbound,30\nA,2026-01-02,klic,vhodni,\n"
        "A,2026-01-03,,,\nA,2026-01-04,lunch,,\n"
    )
    assert store.rows("SELECT kind, direction, minutes FROM interaction ORDER BY day") == [
        ("visit", "out", 30),
        ("call", "in", None),
        ("note", "", None),
    ]
    assert "lunch" in rejected(result)[0][1]


def test_text_is_never_interpreted(store: Store, bring: Bring) -> None:
    strange = ["=1+1", "<img src='file:///x'>", "../../etc", "Robert'); DROP TABLE account;--", "%", "\u202ecod.exe"]
    bring("Account\n" + "\n".join(f'"{name}"' for name in strange) + "\n")
    assert names(store) == strange


def test_text_that_cannot_be_stored_rejects_its_row(store: Store, bring: Bring) -> None:
    long = "L" * 10_000
    result = bring(f"Account,Notes\nA,ok\nB\0C,x\n{long},x\nD,{'n' * 200_000}\n\u200b,x\n")
    assert names(store) == ["A"]
    assert [row for row, _ in rejected(result)] == [3, 4, 5, 6]
    assert "10,000 characters" in rejected(result)[1][1]


def test_thousands_of_columns_are_no_matter(bring: Bring) -> None:
    header = ",".join(["Account", *(f"C{number}" for number in range(5_000))])
    assert bring(f"{header}\nA{',v' * 5_000}\n").imported == 1
