"""What the page of an account does with its files: keep, open and remove."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crm_desktop.i18n import tr
from crm_desktop.services import accounts, attachments
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.choice_card import Answer, ChoiceCard
from crm_desktop.ui.widgets.files_section import FilesSection


class AccountFiles:
    """Belongs to one page; ``account`` says which one it shows."""

    def __init__(self, desk: Desk, page: QWidget, section: FilesSection, *, account: Callable[[], int | None]) -> None:
        self._desk, self._page, self._account = desk, page, account
        self.question: ChoiceCard | None = None
        section.open_asked.connect(self.open_file)
        section.removed.connect(self.remove_file)
        section.add_asked.connect(self.choose_files)

    def choose_files(self) -> None:
        """Asks for files on the disk, as dropping them would bring them."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileNames(self._page, tr("Keep files with this account"))
        if chosen:
            self.keep([Path(each) for each in chosen])

    def keep(self, files: Sequence[Path]) -> None:
        """Keeps copies of files with this account."""
        store, today, account = self._desk.app.store, self._desk.app.today, self._account()
        if account is not None:
            name = accounts.name_of(store, account)
            self._desk.write(
                lambda: attachments.keep_files(store, account, files, today),
                message=lambda kept: attachments.told(kept, name),
            )

    def remove_file(self, file: int) -> None:
        """Puts a file into the bin."""
        store = self._desk.app.store
        self._desk.write(
            lambda: attachments.remove(store, file), message=lambda name: tr("{file} is in the bin.", file=name)
        )

    def open_file(self, file: int) -> None:
        """Opens a copy with the system's program; a program is asked about first."""
        store = self._desk.app.store

        def asked(found: tuple[bool, str]) -> None:
            is_program, name = found
            if is_program:
                self._ask_about_program(file, name)
            else:
                self._open_now(file)

        self._desk.tasks.run(lambda: (attachments.is_program(store, file), attachments.get(store, file).name), asked)

    def _ask_about_program(self, file: int, name: str) -> None:
        self.question = ChoiceCard(
            self._desk,
            self._page.window(),
            tr("“{file}” may be a program.", file=name),
            lines=(tr("Opening it may run it, with all your rights. Open it only if you know where it came from."),),
            answers=(
                Answer(tr("Leave it closed"), lambda: None),
                Answer(tr("Open it"), partial(self._open_now, file), icon="folder-open"),
            ),
        )
        self.question.ask()

    def _open_now(self, file: int) -> None:
        store = self._desk.app.store

        def copied(path: Path) -> None:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                self._desk.say(tr("No program of this computer opens {file}.", file=path.name))

        self._desk.tasks.run(lambda: attachments.copy_for_opening(store, file), copied)
