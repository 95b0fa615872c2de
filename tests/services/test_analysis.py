"""The detectors on bare files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from crm_desktop.domain.errors import UserError
from crm_desktop.services.analysis import analyse_purchases, analyse_ratings

AS_OF = date(2026, 11, 21)


def write(path: Path, text: str) -> Path:
    file = path / "log.csv"
    file.write_text(text, encoding="utf-8")
    return file


def purchases(tmp_path: Path, extra: str = "") -> Path:
    rows = ["account,date,amount"]
    for name, silence in (("Steady", 3), ("Gone", 70)):
        rows += [f"{name},{AS_OF - timedelta(days=silence + 8 * back)},120.50" for back in range(15)]
    return write(tmp_path, "\n".join(rows) + "\n" + extra)


def test_the_silent_account_is_first(tmp_path: Path) -> None:
    gone, steady = analyse_purchases(purchases(tmp_path), AS_OF)
    assert (gone.account, steady.account) == ("Gone", "Steady")
    assert gone.score > steady.score
    assert gone.p > 0.5 > steady.p
    assert gone.surprise < 0.1 < steady.surprise


def test_refunds_and_rows_after_the_day_do_not_count(tmp_path: Path) -> None:
    plain = analyse_purchases(purchases(tmp_path), AS_OF)
    extra = f"Gone,{AS_OF},-20\nGone,{AS_OF + timedelta(days=1)},99\nLater,2027-01-01,5\n"
    assert analyse_purchases(purchases(tmp_path, extra), AS_OF) == plain


def test_an_order_without_an_amount_is_an_order(tmp_path: Path) -> None:
    back_again = f"Gone,{AS_OF - timedelta(days=2)},0\n"
    gone = next(each for each in analyse_purchases(purchases(tmp_path, back_again), AS_OF) if each.account == "Gone")
    assert gone.p < 0.2
    assert gone.surprise > 0.5


def test_a_book_without_any_amounts_is_answered(tmp_path: Path) -> None:
    rows = ["account,date,amount"]
    for number in range(25):
        silence = 90 if number == 7 else 3
        rows += [f"A{number},{AS_OF - timedelta(days=silence + (10 + number % 3) * back)},0" for back in range(12)]
    found = analyse_purchases(write(tmp_path, "\n".join(rows)), AS_OF)
    assert len(found) == 25
    assert found[0].account == "A7"


def test_headers_in_any_order_and_case_with_byte_order_mark(tmp_path: Path) -> None:
    file = write(tmp_path, "\ufeffDate , AMOUNT,Account,Note\n2026-11-01,5,Žan,x\n\n2026-10-01,5,Žan\n")
    assert [found.account for found in analyse_purchases(file, AS_OF)] == ["Žan"]


def test_an_empty_log_gives_an_empty_answer(tmp_path: Path) -> None:
    assert analyse_purchases(write(tmp_path, "account,date,amount\n"), AS_OF) == []


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Gone,31/12/2026,5", "row 32: '31/12/2026' is not a date"),
        ("Gone,2026-01-05,many", "row 32: 'many' is not a number"),
        ("Gone", "row 32: a column is missing"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        analyse_purchases(purchases(tmp_path, row + "\n"), AS_OF)


def test_a_file_without_the_columns_or_at_all_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no column date"):
        analyse_purchases(write(tmp_path, "account,amount\nA,1\n"), AS_OF)
    with pytest.raises(UserError, match="no column account"):
        analyse_purchases(write(tmp_path, ""), AS_OF)
    with pytest.raises(UserError, match="cannot be read"):
        analyse_purchases(tmp_path / "missing.csv", AS_OF)
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00account")
    with pytest.raises(UserError, match="not a CSV file"):
        analyse_purchases(binary, AS_OF)


def test_fallen_ratings_come_first(tmp_path: Path) -> None:
    rows = ["account,date,score,touchpoint,rater"]
    for name, scores in (("Fallen", [9, 9, 8, 9, 9, 5, 4, 5, 5]), ("Content", [9, 9, 8, 9, 9, 8, 9, 9, 8])):
        rows += [f"{name},2026-0{month}-15,{score},survey,Ana" for month, score in enumerate(scores, 1)]
    fallen, content = analyse_ratings(write(tmp_path, "\n".join(rows) + "\n"), AS_OF)
    assert (fallen.account, content.account) == ("Fallen", "Content")
    assert fallen.p > 0.8 > 0.2 > content.p


def test_ratings_need_neither_touchpoint_nor_rater(tmp_path: Path) -> None:
    file = write(tmp_path, "account,date,score\nA,2026-01-01,9\nA,2026-02-01,8\n")
    assert [found.account for found in analyse_ratings(file, AS_OF)] == ["A"]
