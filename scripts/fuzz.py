"""Imports thousands of damaged files, made of good ones: nothing may crash, hang, swell or lose a row.

Run by ``make fuzz``. Each file is imported into a workspace of its own by a worker, which is watched from outside.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import select
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from datetime import date
from pathlib import Path

from crm_desktop.domain.errors import UserError
from crm_desktop.services import importing
from crm_desktop.services.importing import ImportSettings
from crm_desktop.storage.store import Store

TODAY = date(2026, 6, 1)
MOST_SECONDS = 10
MOST_MEGABYTES = 500
_ORDERS = """Account;Date;Amount;Contact;E-mail;Rating
Kovač Mizarstvo;23.09.2025;1.240,00;Janez Kovač;janez@example.org;7
Αφοί Παπαδάκη;03.10.2025;410,50;Νίκος;n@example.org;
Дніпро-Пак;11.11.2025;-5,00;;;9
"""
_CALLS = 'Account,Date,Type,Notes\nAcme,2026-01-05,call,"two\nlines, and ""quotes"""\nFjord AS,2026-01-06,visit,\n'
_CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Žan Kovač
ORG:Kovač d.o.o.;Sales
EMAIL;TYPE=WORK:zan@example.org
NOTE:a long note that is fol
 ded here\\, with comma\\nand line
END:VCARD
BEGIN:VCARD
VERSION:2.1
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:K=C3=A5re =
=C3=98rn
TEL;HOME:0047 22 00 00 00
END:VCARD
"""
_CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;TZID=Europe/Ljubljana:20260110T233000
DTEND:20260111T003000
SUMMARY:Review with Acme
ATTENDEE;CN="x:y":mailto:info@acme.com
DESCRIPTION:two\\, parts of a text that is fol
 ded here
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270105
DURATION:PT1H30M
SUMMARY:Klic
RRULE:FREQ=DAILY
END:VEVENT
END:VCALENDAR
"""
_XLSX = {
    "xl/workbook.xml": '<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="Orders" sheetId="1" r:id="rId1"/>'
    '<sheet name="Two" sheetId="2" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Type="t/sheet" Target="worksheets/s.xml"/>'
    '<Relationship Id="rId2" Type="t/sharedStrings" Target="sharedStrings.xml"/>'
    '<Relationship Id="rId3" Type="t/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    "xl/sharedStrings.xml": "<sst><si><t>Account</t></si><si><r><t>Ac</t></r><r><t>me</t></r></si></sst>",
    "xl/worksheets/s.xml": '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is>'
    '<t>Date</t></is></c><c r="C1" t="str"><v>Amount</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c>'
    '<c r="B2" s="1"><v>45351.99</v></c><c r="C2"><f>1+1</f><v>2</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>45352</v></c>'
    '<c r="C3" t="e"><v>#REF!</v></c></row></sheetData></worksheet>',
}
_ODS = {
    "content.xml": '<document><spreadsheet><table name="Orders"><table-row><table-cell><p>Account</p></table-cell>'
    "<table-cell><p>Date</p></table-cell><table-cell><p>Amount</p></table-cell></table-row>"
    '<table-row number-rows-repeated="2"><table-cell><p>Acme<s c="2"/>AS</p></table-cell>'
    '<table-cell value-type="date" date-value="2025-01-31"/><table-cell value-type="float" value="12.5"/></table-row>'
    "</table></spreadsheet></document>"
}


_BITS = (b"\0", b'"', b"\r", b"\xef\xbb\xbf", b"\xff\xfe", b"'", b";", b"999999999", b"1e308", b"<", b"&#0;", b"=")


def packed(parts: dict[str, str] | dict[str, bytes]) -> bytes:
    """A workbook of these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return held.getvalue()


def good_files(corpus: Path | None = None) -> list[tuple[str, bytes]]:
    """The files to damage, by their endings: our own, and those of a folder."""
    files = [
        ("csv", _ORDERS.encode()),
        ("csv", _ORDERS.encode("utf-16")),
        ("csv", _CALLS.encode()),
        ("csv", "Kupac;Datum;Iznos\nŠćepan;1.2.2025;5,00\nĐorđe;2.2.2025;6,00\n".encode("cp1250")),
        ("vcf", _CARDS.encode()),
        ("ics", _CALENDAR.encode()),
        ("xlsx", packed(_XLSX)),
        ("ods", packed(_ODS)),
        ("json", b'{"crm-desktop": 1, "account": {"columns": ["id", "name"], "rows": [[7, "Acme"], [8, "B"]]}}'),
    ]
    for path in sorted(corpus.iterdir()) if corpus else ():
        if path.is_file() and path.name != "manifest.json":
            files.append((path.suffix.lstrip("."), path.read_bytes()))
    return files


def damaged(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """The file with flipped bytes, a piece cut out, doubled, or put in from another one."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if sum(info.file_size for info in archive.infolist()) < 1 << 20:
                    parts = {name: archive.read(name) for name in archive.namelist()}
                    name = chance.choice(sorted(parts))
                    parts[name] = _hit(parts[name], others, chance)
                    return packed(parts)
        except (zipfile.BadZipFile, ValueError):
            pass
    return _hit(data, others, chance)


def _hit(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    held = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(held) + 1)
        end = min(at + chance.choice((1, 4, 30, 400)), len(held))
        match chance.randrange(6):
            case 0 | 1:
                if at < len(held):
                    held[at] = chance.randrange(256)
            case 2:
                del held[at:end]
            case 3:
                held[at:at] = held[at:end] * chance.choice((1, 1, 2, 50))
            case 4:
                other = chance.choice(others)
                begin = chance.randrange(len(other) + 1)
                held[at:at] = other[begin : begin + chance.choice((1, 20, 300))]
            case _:
                held[at:at] = chance.choice(_BITS)
    return bytes(held)


class Bench:
    """Imports one damaged file after the other, each into an empty workspace."""

    def __init__(self, folder: Path, seed: int, corpus: Path | None = None) -> None:
        self._folder, self._seed = folder, seed
        self._files = good_files(corpus)
        self._small = [data[:100_000] for _, data in self._files]
        Store(folder / "empty.crm", create=True).close()

    def run(self, number: int) -> str:
        """Imports file ``number``; what went wrong, or nothing."""
        chance = random.Random(self._seed * 1_000_003 + number)
        ending, data = chance.choice(self._files)
        path = self._folder / f"damaged.{ending}"
        path.write_bytes(damaged(data, self._small, chance))
        workspace = self._folder / "work.crm"
        for old in self._folder.glob("work.crm*"):
            if old.is_file():
                old.unlink()
        shutil.copyfile(self._folder / "empty.crm", workspace)
        store = Store(workspace)
        kind = chance.choice(("auto", "auto", *importing.KINDS))
        began = time.monotonic()
        try:
            result = importing.import_file(store, path, kind=kind, settings=ImportSettings(), today=TODAY)
            if result.imported + result.duplicates + len(result.rejected) != result.rows_total:
                return f"rows do not add up: {result.to_json()}"
            if not all(row.reason for row in result.rejected):
                return "a row is rejected without a reason"
        except UserError as error:
            if len(str(error)) < 20 or store.steps():
                return f"refused without a sentence, or not as a whole: {error}"
        except Exception:  # what this script looks for
            return traceback.format_exc()
        finally:
            store.close()
        took = time.monotonic() - began
        return f"took {took:.0f} s" if took > MOST_SECONDS else ""


def _work(begin: int, end: int, seed: int, corpus: Path | None) -> None:
    """The worker: says after each file how it went, in one line."""
    import resource  # Windows has none, and there the tests use the bench alone

    with tempfile.TemporaryDirectory(prefix="crm-fuzz-") as folder:
        bench = Bench(Path(folder), seed, corpus)
        for number in range(begin, end):
            wrong = bench.run(number)
            size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            if not wrong and size > MOST_MEGABYTES:
                wrong = f"{size} MB"
            print(f"{number} {size} {wrong!r}", flush=True)
            if size > MOST_MEGABYTES:
                return


def main() -> int:
    """Starts the worker anew wherever it stopped, and sums up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="a folder with more files to damage")
    parser.add_argument("--from", dest="begin", type=int, default=0)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        _work(options.begin, options.files, options.seed, options.corpus)
        return 0
    number, largest, wrong = options.begin, 0, list[str]()
    while number < options.files:
        command = [sys.executable, "-m", "scripts.fuzz", *sys.argv[1:], "--worker", "--from", str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as worker:
            assert worker.stdout is not None
            held = b""
            while True:
                ready, _, _ = select.select([worker.stdout], [], [], MOST_SECONDS * 3)
                fresh = os.read(worker.stdout.fileno(), 1 << 16) if ready else b""
                if not ready:
                    worker.kill()
                    wrong.append(f"{number}: hangs")
                    number += 1
                    break
                if not fresh:
                    if worker.wait():
                        wrong.append(f"{number}: the program ended with {worker.returncode}")
                        number += 1
                    break
                *lines, held = (held + fresh).split(b"\n")
                for line in lines:
                    done, size, said = line.decode().split(" ", 2)
                    number, largest = int(done) + 1, max(largest, int(size))
                    if said != "''":
                        wrong.append(f"{done}: {said}")
    for each in wrong[:20]:
        print(each)
    print(f"{options.files - options.begin} files, {len(wrong)} wrong, at most {largest} MB")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
