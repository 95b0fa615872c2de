"""The laptop's settings: kept between starts, written whole, and never in the way when the file is damaged."""

from __future__ import annotations

import json
import logging
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop import settings
from crm_desktop.domain.errors import UserError
from crm_desktop.settings import Settings, settings_file


def test_without_a_file_everything_has_its_default() -> None:
    assert settings.get() == Settings()
    assert not settings_file().exists()


def test_choices_are_there_at_the_next_start() -> None:
    settings.change(look="dark", text_scale=1.25)
    settings.change(letter_keys=False)
    assert settings.get() == Settings(look="dark", text_scale=1.25, letter_keys=False)


def test_change_returns_all_choices() -> None:
    settings.change(compact_rows=True)
    assert settings.change(export_folder="/home/ana/Trgovina Čebela") == Settings(
        compact_rows=True, export_folder="/home/ana/Trgovina Čebela"
    )


def test_only_the_owner_may_read_the_file() -> None:
    settings.change(look="light")
    assert stat.S_IMODE(settings_file().stat().st_mode) == 0o600


def test_nothing_is_left_beside_the_file() -> None:
    settings.change(look="light")
    settings.change(look="dark")
    assert [path.name for path in settings_file().parent.iterdir()] == ["settings.json"]


@pytest.mark.expects_logging
@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b"17", b"[" * 100_000])
def test_a_damaged_file_gives_defaults_and_is_kept(damage: bytes) -> None:
    settings_file().write_bytes(damage)
    assert settings.get() == Settings()
    assert settings_file().with_suffix(".bad").read_bytes() == damage
    settings.change(look="dark")
    assert settings.get().look == "dark"


@pytest.mark.expects_logging
def test_one_damaged_value_does_not_take_the_others_with_it() -> None:
    damaged = json.dumps({"look": "dark", "text_scale": "huge", "letter_keys": 0, "compact_rows": True})
    settings_file().write_text(damaged)
    assert settings.get() == Settings(look="dark", compact_rows=True)
    assert settings_file().with_suffix(".bad").read_text() == damaged
    settings_file().with_suffix(".bad").unlink()
    assert settings.get() == Settings(look="dark", compact_rows=True)
    assert not settings_file().with_suffix(".bad").exists(), "what was mended is not set aside again"


@pytest.mark.expects_logging
def test_the_log_names_no_folder(caplog: pytest.LogCaptureFixture) -> None:
    settings_file().write_text("damaged")
    with caplog.at_level(logging.DEBUG):
        settings.get()
    assert caplog.text
    assert str(settings_file().parent) not in caplog.text


def test_settings_of_a_newer_program_are_no_damage() -> None:
    settings_file().write_text(json.dumps({"look": "dark", "sound": "on"}))
    assert settings.get().look == "dark"
    assert not settings_file().with_suffix(".bad").exists()


def test_a_full_disk_leaves_the_old_file_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.change(look="dark")
    before = settings_file().read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left on device"):
        settings.change(look="light")
    assert settings_file().read_bytes() == before
    assert [path.name for path in settings_file().parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("choices", [{"theme": "dark"}, {"look": "green"}, {"text_scale": 9.0}, {"letter_keys": "no"}])
def test_what_is_no_setting_is_refused(choices: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Not a setting"):
        settings.change(**choices)
    assert not settings_file().exists()


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_KEYS = st.sampled_from(["look", "text_scale", "letter_keys", "compact_rows", "window_geometry", "export_folder"])


@pytest.mark.expects_logging
@given(st.dictionaries(_KEYS, _JSON))
def test_whatever_is_in_the_file_the_program_starts(own_surroundings: Path, content: dict[str, object]) -> None:
    settings_file().write_text(json.dumps(content))
    got = settings.get()
    assert settings.get() == got
    assert settings.SMALLEST_TEXT <= got.text_scale <= settings.LARGEST_TEXT
