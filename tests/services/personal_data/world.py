"""What the tests of erasing a person share: traces of one."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.app import App
from crm_desktop.domain.entities import InteractionFields
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.services import history
from tests.world import TODAY

NAME, EMAIL, PHONE = "Zdenka Quxová", "zdenka.quxova@canary.example", "+386 41 987 654"
_TRACES = ["Zdenka", "Quxov", "QUXOV", "zdenka", "quxov", "987 654", "41987654", "canary.example"]


def add_call(app: App, account: int, contact: int | None, subject: str, notes: str = "") -> int:
    with app.store.operation("Call"):
        return history.insert_interaction(
            app.store,
            InteractionFields(
                account=account, contact=contact, kind=InteractionKind.CALL, day=TODAY, subject=subject, notes=notes
            ),
        )


def traces_in(*folders: Path) -> list[tuple[str, str]]:
    """What of the person still stands in the bytes of every file there."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert files
    return [(file.name, trace) for file in files for trace in _TRACES if trace.encode() in file.read_bytes()]
