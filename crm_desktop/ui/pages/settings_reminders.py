"""The part of the settings about reminders: whether and when, starting at login, and the calendar file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop import settings
from crm_desktop.domain.entry import read_time
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr, tr_n, typed_language
from crm_desktop.services import calendar
from crm_desktop.settings import Settings
from crm_desktop.ui import launch_at_login
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import CheckBox
from crm_desktop.ui.widgets.labels import ElidedLabel
from crm_desktop.ui.widgets.note import Note
from crm_desktop.ui.widgets.setting_field import SettingField

_TIME = 90


class ReminderSettings:
    """Its fields; the page puts each into a ``row`` (name, field, note, width) and ``keeps`` what is chosen."""

    def __init__(self, desk: Desk, *, row: Callable[..., None], keep: Callable[..., None]) -> None:
        self._desk, self._keep = desk, keep
        self.remind = CheckBox(tr("Tell me when a follow-up or a promise of ours is due"))
        self.remind.clicked.connect(lambda on: keep(reminders=on))
        row(tr("Reminders"), self.remind)
        self.morning = SettingField(tr("Without a time, at"), _read_minute)
        note = Note(tr("What has no time of day is told at this time, all of it in one message."))
        self.morning.changed.connect(lambda minute: keep(morning=minute))
        self.morning.complained.connect(note.show_problem)
        row(tr("Without a time, at"), self.morning, note, width=_TIME)
        self.login = CheckBox(tr("Open crm-desktop when I log in"))
        self.login.clicked.connect(self._switch_login)
        row(tr("Start"), self.login)
        self.file = _CalendarRow()
        self.file.choose.clicked.connect(self._ask_file)
        self.file.stop.clicked.connect(lambda: self._keep_file(None))
        row(tr("Calendar file"), self.file, Note(tr("Rewritten as things change; let your calendar program read it.")))

    def show(self, chosen: Settings) -> None:
        """Shows what is chosen."""
        self.remind.setChecked(chosen.reminders)
        self.morning.fill(f"{chosen.morning // 60:02}:{chosen.morning % 60:02}")
        self.login.setChecked(launch_at_login.is_on())
        self.file.show_file(chosen.calendar_files.get(self._workspace, ""))

    @property
    def _workspace(self) -> str:
        return str(self._desk.app.store.path)

    def _switch_login(self, on: bool) -> None:
        try:
            launch_at_login.switch(on)
        except UserError as error:
            self._desk.show_problem(error)
        self.login.setChecked(launch_at_login.is_on())

    def _ask_file(self) -> None:
        from PySide6.QtWidgets import QFileDialog  # not before somebody asks for it

        chosen, _ = QFileDialog.getSaveFileName(
            self.file, tr("Keep a calendar file"), tr("follow-ups.ics"), tr("Calendars (*.ics)")
        )
        if chosen:
            file = Path(chosen)
            self.keep_file(file if file.suffix else file.with_suffix(".ics"))

    def keep_file(self, file: Path) -> None:
        """Writes the calendar there and keeps it up to date from now on; refused where it cannot be written."""
        app = self._desk.app

        def written(entries: int) -> None:
            self._keep_file(file)
            self._desk.say(
                tr_n("{n} entry written to {file}.", "{n} entries written to {file}.", entries, file=file.name)
            )

        today = app.today
        self._desk.tasks.run(lambda: calendar.write_ics(app.store, file, today, datetime.now(UTC)), written)

    def _keep_file(self, file: Path | None) -> None:
        files: dict[str, Any] = {**settings.get().calendar_files}
        files.pop(self._workspace, None)
        if file is not None:
            files[self._workspace] = str(file)
        self._keep(calendar_files=files)
        self.show(settings.get())


class _CalendarRow(QWidget):
    """The file's path, and two buttons."""

    def __init__(self) -> None:
        super().__init__()
        self._path = ElidedLabel("", color="text2")
        self.choose = Button(tr("Choose a file…"), "secondary", small=True)
        self.stop = Button(tr("Stop"), "quiet", small=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.choose)
        self._row.addWidget(self.stop)
        self._row.addWidget(self._path, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusProxy(self.choose)
        look().changed.connect(self._make_room)
        self._make_room()

    def show_file(self, path: str) -> None:
        self._path.setText(path or tr("none"))
        self.choose.set_label(tr("Choose another…") if path else tr("Choose a file…"))
        self.stop.setVisible(bool(path))

    def _make_room(self) -> None:
        self._row.setSpacing(current_theme().space(2))


def _read_minute(text: str) -> int:
    found = read_time(text, 0, language=typed_language())
    at: time | None = found[0] if found is not None and found[1] == len(text) else None
    if at is None:
        raise UserError(tr("This is no time of day. Try 9:00."))
    return at.hour * 60 + at.minute
