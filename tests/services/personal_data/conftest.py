"""A person whom everything in the workspace knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields, FollowUpFields, RatingFields
from crm_desktop.domain.mail.parts import Enclosed
from crm_desktop.services import accounts, attachments, contacts, follow_ups, history, preferences, talk_index
from tests.services.personal_data.world import EMAIL, NAME, PHONE, add_call
from tests.world import TODAY, add_account


@pytest.fixture
def person(app: App) -> int:
    """Somebody whom the workspace names in every way it can."""
    acme, other = add_account(app.store, "Acme", email=EMAIL), add_account(app.store, "Beta")
    zdenka = contacts.add(app.store, acme, ContactFields(name="Zdenka Stara", phone=PHONE, email=EMAIL), "head of Q")
    contacts.change(
        app.store, acme, zdenka, ContactFields(name=NAME, phone=PHONE, email=EMAIL, notes="likes tea"), "buyer"
    )
    contacts.add(app.store, acme, ContactFields(name="Other Person", notes=f"reports to {NAME}"))
    add_call(app, acme, zdenka, "Late delivery", f"Zdenka said it was late. Write to {EMAIL.upper()}")
    add_call(app, other, None, "Met QUXOVA, ZDENKA at the fair", "number 041/987-654, a good talk")
    add_call(app, other, None, "Nothing to do with anybody", "still here")
    with app.store.operation("Rated by Zdenka Quxová"):
        history.insert_rating(
            app.store, RatingFields(account=acme, contact=zdenka, day=TODAY, score=4, comment=f"{NAME} was cross")
        )
    follow_ups.add(app.store, FollowUpFields(account=acme, contact=zdenka, what="ring Zdenka back", due=TODAY))
    preferences.change(app.store, owner=NAME)
    while talk_index.read_some(app.store):
        pass
    return zdenka


@pytest.fixture
def places(own_surroundings: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The folder of the workspace and its backups, and all folders of this laptop."""
    return tmp_path, own_surroundings / "crm-desktop"


@pytest.fixture
def files(app: App, person: int) -> dict[str, str]:
    """A letter that only they sent, a price list that is at another account too; by name, what they are kept under."""
    acme, beta = (accounts.by_name(app.store, name) or 0 for name in ("Acme", "Beta"))
    talk = app.store.value("SELECT id FROM interaction WHERE contact_id = ?", (person,))
    enclosed = [Enclosed("letter.pdf", b"dear all"), Enclosed("prices.csv", b"1;2;3")]
    attachments.keep_enclosed(app.store, acme, talk, enclosed, TODAY)
    attachments.keep_enclosed(app.store, beta, 0, [enclosed[1]], TODAY)
    (photo := app.store.path.with_name(f"{NAME}.jpg")).write_bytes(b"a face")
    attachments.keep_files(app.store, beta, [photo], TODAY)
    photo.unlink()
    return dict(app.store.rows("SELECT name, sha256 FROM attachment"))
