"""Workbooks and imports for the tests of importing: made here, byte by byte where it matters."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from crm_desktop.services import importing
from crm_desktop.services.importing import ImportResult, ImportSettings
from crm_desktop.storage.store import Store

TODAY = date(2026, 6, 1)
Bring = Callable[..., ImportResult]


def bringing(store: Store, folder: Path) -> Bring:
    """Writes a file and imports it; ``told`` are settings."""

    def run(content: str | bytes, kind: str = "auto", name: str = "file.csv", **told: Any) -> ImportResult:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        result = importing.import_file(store, path, kind=kind, settings=ImportSettings.from_json(told), today=TODAY)
        assert result.imported + result.duplicates + len(result.rejected) == result.rows_total
        return result

    return run


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return held.getvalue()


def cell(value: object, kind: str = "", style: str = "") -> str:
    """A cell of XLSX: text, or a number as written; ``kind`` gives what stands between the tags as it is."""
    if kind:
        return f"<c {kind}>{value}</c>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c s="{style or 0}"><v>{value}</v></c>' if value is not None else "<c/>"


def xlsx(
    *sheets: Sequence[str],
    head: str = "",
    tail: str = "",
    names: Sequence[str] = (),
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook; a sheet is the texts of its rows' cells, with ``tail`` behind them.

    Style 1 is a day, 2 a time, 3 a day of its own format."""
    names = names or [f"Sheet{number}" for number in range(1, len(sheets) + 1)]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="x/worksheet" Target="worksheets/s{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    made = {
        "xl/workbook.xml": f'<workbook xmlns:r="r">{head}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}"
        '<Relationship Id="st" Type="x/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="d\\.m\\.yyyy"/></numFmts><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/><xf numFmtId="170"/></cellXfs></styleSheet>',
    }
    for number, rows in enumerate(sheets, 1):
        body = "".join(f"<row>{cells}</row>" for cells in rows)
        made[f"xl/worksheets/s{number}.xml"] = f"<worksheet><sheetData>{body}</sheetData>{tail}</worksheet>"
    return zipped(made | dict(parts or {}))


def row(*values: object) -> str:
    return "".join(cell(value) for value in values)
