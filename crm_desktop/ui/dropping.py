"""What is dropped on the window or pasted into it: an e-mail goes into the history, a file to an account, a table in.

A table (CSV, a workbook, contact cards) is imported wherever it is dropped; only while an account's page is open the
question is asked whether it is to be kept there instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Direction
from crm_desktop.domain.mail import Enclosed, Mail, looks_like_mail
from crm_desktop.i18n import format_day, format_number, tr, tr_n
from crm_desktop.services import accounts, attachments, emails
from crm_desktop.services.accounts import Match
from crm_desktop.services.email_places import Candidate, Placed, place
from crm_desktop.services.emails import Filed
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.choice_card import Answer, ChoiceCard

_MAILS = frozenset((".eml", ".emlx", ".mht"))
_TABLES = frozenset((".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".vcf", ".json"))
_LARGEST_MAIL = 100 << 20
_SMALL_PICTURE = 30_000
"""Bytes up to which a picture inside the text is somebody's signature, and not what one wants to keep."""
_MOST_TICKS = 12


class Dropping(QObject):
    """Belongs to the window. One thing after the other: what still waits is asked about when this question is done."""

    def __init__(self, desk: Desk, window: QWidget, here: Callable[[], int | None]) -> None:
        super().__init__(window)
        self._desk, self._window, self._here = desk, window, here
        self._mails: list[Callable[[], Mail]] = []
        self._tidied = False
        self.card: ChoiceCard | None = None

    # -- what comes in -----------------------------------------------------------------------------

    @staticmethod
    def takes(data: QMimeData) -> bool:
        """Files of this machine, or text that begins as an e-mail does."""
        return any(url.isLocalFile() for url in data.urls()) or (
            data.hasText() and looks_like_mail(data.text()[:5_000])
        )

    def take(self, data: QMimeData) -> bool:
        """Takes what was dropped or is pasted; false when nothing of it is for us."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.take_files(files)
        elif data.hasText() and looks_like_mail(data.text()[:5_000]):
            self._take_mails([partial(emails.read_text, data.text())])
        else:
            return False
        return True

    def paste(self) -> None:
        """Ctrl+Shift+V, or Ctrl+V outside a field."""
        data = QGuiApplication.clipboard().mimeData()
        if data is None or not self.take(data):
            self._desk.say(
                tr("Copy an email with its From, To, Date and Subject lines, or files; then paste them here.")
            )

    def choose_files(self) -> None:
        """The same as dropping files, with the keyboard."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileNames(self._window, tr("Keep files with an account"))
        if chosen:
            self.take_files([Path(each) for each in chosen])

    def take_files(self, files: Sequence[Path]) -> None:
        """Each by what it is: e-mails are read, tables imported, anything else is kept with an account."""
        mails = [file for file in files if file.suffix.lower() in _MAILS]
        tables = [file for file in files if file.suffix.lower() in _TABLES]
        others = [file for file in files if file not in mails and file not in tables]
        here = self._open_page()
        if mails:
            self._take_mails([partial(_read_file, file) for file in mails])
        if others or (tables and here is not None):
            self._take_others([*tables, *others] if others else tables, tables_alone=not others)
        elif tables:
            self._import(tables)

    def _import(self, files: Sequence[Path]) -> None:
        self._desk.open_import(files[0])
        if len(files) > 1:
            self._desk.say(tr("One file at a time: {file} was opened.", file=files[0].name))

    def _open_page(self) -> int | None:
        """The account whose page is open."""
        return self._here()

    # -- files -------------------------------------------------------------------------------------

    def _take_others(self, files: Sequence[Path], *, tables_alone: bool) -> None:
        here, store = self._open_page(), self._desk.app.store
        if here is None:
            what = files[0].name if len(files) == 1 else tr_n("{n} file", "{n} files", len(files))
            self._ask(
                tr("Keep {what} with which account?", what=what),
                typed=lambda choice: self._keep(_id_or_name(choice), files),
            )
        elif tables_alone:
            name = accounts.name_of(store, here)
            self._ask(
                tr("{file} looks like a table.", file=files[0].name),
                answers=(
                    Answer(tr("Import what is in it"), lambda: self._import(files), icon="file-down"),
                    Answer(
                        tr("Keep it with {account}", account=name), lambda: self._keep(here, files), icon="download"
                    ),
                ),
            )
        else:
            self._keep(here, files)

    def _keep(self, account: int | str, files: Sequence[Path]) -> None:
        """With an account, or a new one of the name that was typed."""
        store, today = self._desk.app.store, self._desk.app.today

        def work() -> tuple[list[str], str]:
            return attachments.keep_files(store, account, files, today), accounts.name_of_any(store, account)

        self._desk.write(work, lambda _kept: self._tidy(), message=lambda kept: attachments.told(*kept))

    def _tidy(self) -> None:
        """Once while the window is open, after the first file."""
        if not self._tidied:
            self._tidied = True
            self._desk.tasks.run(lambda: attachments.tidy(self._desk.app.store))

    # -- e-mails -----------------------------------------------------------------------------------

    def _take_mails(self, readers: Sequence[Callable[[], Mail]]) -> None:
        waits = bool(self._mails) or (self.card is not None and self.card.isVisible())
        self._mails += readers
        if not waits:
            self._next_mail()

    def _next_mail(self) -> None:
        if not self._mails:
            return
        read, store, here = self._mails.pop(0), self._desk.app.store, self._open_page()

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                self._desk.show_problem(error)
            self._next_mail()

        self._desk.tasks.run(lambda: place(store, read(), near=here), self._placed, failed=failed)

    def _placed(self, placed: Placed) -> None:
        if placed.present is not None:
            self._desk.say(emails.already(placed.present))
            self._next_mail()
        elif placed.sure:
            self._save(placed, placed.candidates[0], add=False)
        else:
            self._ask_whose(placed)

    def _ask_whose(self, placed: Placed) -> None:
        mail, other = placed.mail, placed.other
        who = mail.sender.name or mail.sender.email if mail.sender else tr("Nobody named")
        lines = [tr("From {who}: {subject}", who=who, subject=mail.subject or tr("no subject"))]
        if mail.sent_at is not None:
            lines.append(format_day(mail.sent_at.astimezone().date(), "long"))
        known = any(each.contact is not None for each in placed.candidates)
        ticks = []
        if other is not None and not known:
            person = f"{other.name} <{other.email}>" if other.name else other.email
            ticks.append((tr("Add {person} to its people", person=person), True))
        answers = [
            Answer(each.name, partial(self._chosen, placed, each), emails.why_text(each), "building-2")
            for each in placed.candidates
        ]

        def typed(choice: Match | str) -> None:
            self._file(placed, _id_or_name(choice), None, add=self._is_ticked())

        self._ask(
            tr("Which account is this email about?"),
            lines=lines, answers=answers, ticks=ticks, typed=typed, left=self._next_mail,
        )  # fmt: skip

    def _chosen(self, placed: Placed, candidate: Candidate) -> None:
        self._save(placed, candidate, add=self._is_ticked())

    def _is_ticked(self) -> bool:
        return self.card is not None and any(box.isChecked() for box in self.card.ticks)

    def _save(self, placed: Placed, candidate: Candidate, *, add: bool) -> None:
        self._file(placed, candidate.account, candidate.contact, add=add)

    def _file(self, placed: Placed, account: int | str, contact: int | None, *, add: bool) -> None:
        store, today, mail = self._desk.app.store, self._desk.app.today, placed.mail
        direction = placed.direction
        if direction is Direction.UNKNOWN and add and placed.other == mail.sender:
            # Whoever is added to the account's people is one of them.
            direction = Direction.IN
        elif direction is Direction.UNKNOWN and contact is not None and mail.sender is not None:
            # Whoever sits at the account that was chosen is them.
            chosen = next((each for each in placed.candidates if each.account == account), None)
            from_them = chosen is not None and chosen.address == mail.sender.email
            direction = Direction.IN if from_them else Direction.OUT

        def work() -> Filed:
            return emails.save(
                store, mail, today, account=account, direction=direction, contact=contact,
                add=placed.other if add else None,
            )  # fmt: skip

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                self._desk.show_problem(error)
            self._next_mail()

        self._desk.write(work, lambda filed: self._offer_files(mail, filed), message=lambda filed: filed.message,
                         failed=failed)  # fmt: skip

    def _offer_files(self, mail: Mail, filed: Filed) -> None:
        files = mail.enclosed
        if not files:
            self._next_mail()
            return
        shown = files[:_MOST_TICKS]
        ticks = [(_file_text(each), not _is_signature(each)) for each in shown]
        self._ask(
            tr_n("Keep the file that came with it?", "Keep the files that came with it?", len(files)),
            answers=(
                Answer(tr("Keep what is ticked"), lambda: self._keep_enclosed(filed, files), icon="download"),
                Answer(tr("Keep nothing"), self._next_mail),
            ),
            ticks=ticks,
            left=self._next_mail,
        )

    def _keep_enclosed(self, filed: Filed, files: Sequence[Enclosed]) -> None:
        boxes = self.card.ticks if self.card is not None else []
        # Beyond what the card can show, everything is kept that is no signature.
        chosen = [each for each, box in zip(files, boxes, strict=False) if box.isChecked()]
        chosen += [each for each in files[len(boxes) :] if not _is_signature(each)]
        store, today = self._desk.app.store, self._desk.app.today
        if not chosen:
            self._next_mail()
            return

        def work() -> tuple[list[str], str]:
            kept = attachments.keep_enclosed(store, filed.account, filed.interaction, chosen, today)
            return kept, accounts.name_of(store, filed.account)

        def done(_kept: object) -> None:
            self._tidy()
            self._next_mail()

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                self._desk.show_problem(error)
            self._next_mail()

        self._desk.write(work, done, message=lambda kept: attachments.told(*kept), failed=failed)

    # -- asking ------------------------------------------------------------------------------------

    def _ask(
        self,
        title: str,
        *,
        lines: Sequence[str] = (),
        answers: Sequence[Answer] = (),
        ticks: Sequence[tuple[str, bool]] = (),
        typed: Callable[[Match | str], None] | None = None,
        left: Callable[[], None] = lambda: None,
    ) -> None:
        self.card = ChoiceCard(
            self._desk, self._window, title, lines=lines, answers=answers, ticks=ticks, typed=typed, left=left
        )
        self.card.ask()


def _id_or_name(choice: Match | str) -> int | str:
    """An account that was picked, or the name that was typed for a new one."""
    return choice.id if isinstance(choice, Match) else choice


def _read_file(file: Path) -> Mail:
    """The e-mail in a file. Raises ``UserError``."""
    try:
        if not file.is_file():
            raise UserError(tr("{file} is not a file.", file=file.name), tr("Nothing was saved."))
        if file.stat().st_size > _LARGEST_MAIL:
            raise UserError(tr("This email is larger than 100 MB."), tr("Nothing was saved."))
        return emails.read(file.read_bytes())
    except OSError as error:
        raise UserError(
            tr("{file} cannot be read ({cause}).", file=file.name, cause=error.strerror or error),
            tr("Nothing was saved."),
            tr("Close it in other programs and check your rights to it."),
        ) from error


def _is_signature(file: Enclosed) -> bool:
    return file.inline and len(file.content) <= _SMALL_PICTURE


def _file_text(file: Enclosed) -> str:
    return tr("{file}, {size} KB", file=file.name, size=format_number(max(round(len(file.content) / 1_000), 1)))
