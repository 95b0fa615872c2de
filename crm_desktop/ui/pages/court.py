"""Court: what the list would have shown in the business's own past, beside two rules that others use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.domain.changes import Changes
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import court, preferences
from crm_desktop.services.court import CannotTell, Departure, Outcome, Trial
from crm_desktop.services.court_wording import cannot_tell, headline, how_counted, notes, span
from crm_desktop.services.preferences import DAY_SIZES
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.keys import letter
from crm_desktop.ui.page import Page
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.court_chart import CourtPanel
from crm_desktop.ui.widgets.court_departures import DepartureTable
from crm_desktop.ui.widgets.court_progress import CourtProgress
from crm_desktop.ui.widgets.court_size import CourtSize
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.rule import Rule


class CourtPage(Page):
    """The replay runs week by week on the worker, so that other pages are served in between; sizes are judged here."""

    kinds: ClassVar[tuple[str, ...]] = ("account", "purchase", "setting")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._trial: Trial | None = None
        self._outcome: Outcome | None = None
        self._size_was_chosen = False
        self._money: tuple[str, Mapping[str, float]] | None = None
        """What amounts were worth in the replay that is shown or under way."""
        self._build()
        self._connect()
        look().changed.connect(self._make_room)
        self._make_room()
        self.setFocusProxy(self.progress)

    @property
    def title(self) -> str:
        return tr("Court")

    def _build(self) -> None:
        self.headline = PlainLabel("", "h1", wrap=True)
        self.span = PlainLabel("", "small", "text2", wrap=True)
        self.progress = CourtProgress()
        self.size_row = CourtSize(DAY_SIZES)
        self.panel = CourtPanel()
        self.notes = PlainLabel("", "small", "text2", wrap=True)
        self.explain = Button("", "link")
        self.counted = PlainLabel("", "small", "text2", wrap=True)
        self.counted.hide()
        self.who = PlainLabel(tr("Who left"), "bodyStrong")
        self.departures = DepartureTable(self._fetch)
        self.empty = EmptyState()
        self._figures = QVBoxLayout()
        self._figures.addWidget(self.size_row)
        self._figures.addWidget(self.panel)
        self._figures.addWidget(self.notes)
        self._figures.addWidget(self.explain, 0, Qt.AlignmentFlag.AlignLeft)
        self._figures.addWidget(self.counted)
        self._figures.addWidget(self.who)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._figures)
        column.addWidget(self.departures, 1)
        self._found = QScrollArea()
        self._found.setWidget(found)
        self._found.setWidgetResizable(True)
        self._found.setFrameShape(QFrame.Shape.NoFrame)
        self._found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._waiting = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self._found)
        self._stack.addWidget(self.empty)
        self._head = QVBoxLayout()
        self._head.addWidget(self.headline)
        self._head.addWidget(self.span)
        self._head.addWidget(self.progress)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head)
        whole.addWidget(Rule())
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.progress.stopped.connect(self.stop)
        self.size_row.chosen.connect(self._choose_size)
        self.size_row.kept.connect(self._keep_size)
        self.explain.clicked.connect(self._toggle_explanation)
        self.departures.opened.connect(self.desk.open_account)
        self._say_explain()

    def _make_room(self) -> None:
        theme = current_theme()
        margin = theme.space(5)
        self._head.setContentsMargins(margin, theme.space(3), margin, theme.space(3))
        self._head.setSpacing(theme.space(1))
        self._figures.setContentsMargins(margin, theme.space(3), margin, theme.space(2))
        self._figures.setSpacing(theme.space(3))

    # -- what Page asks --------------------------------------------------------------------------

    def on_changes(self, changes: Changes) -> None:
        # Of the settings only those of money are part of the past; a replay for another would hold up Today.
        if changes.touches("account", "purchase") or self._money_counts_otherwise():
            self.mark_stale()
        elif changes.touches("setting"):
            self._show_day_size()

    def _money_counts_otherwise(self) -> bool:
        chosen = preferences.get(self.app.store)
        return self._money not in (None, (chosen.currency, chosen.rates))

    def _show_day_size(self) -> None:
        day_size = preferences.get(self.app.store).day_size
        self.size_row.set_day_size(day_size)
        if not self._size_was_chosen:
            self.size_row.set_size(day_size)
            self._judge()

    def refresh(self) -> None:
        """Replays the past anew; what was found before stays on the page until then."""
        store, today = self.app.store, self.app.today
        chosen = preferences.get(store)
        self._money = (chosen.currency, chosen.rates)
        self._show_day_size()
        self._trial = None
        self._show_progress(0, 0)
        self.desk.tasks.run(lambda: court.open_trial(store, today), self._opened, latest="court")

    def panes(self) -> list[QWidget]:
        """The size, the rules and who left; or what stands in their place."""
        if self._stack.currentWidget() is self._found:
            return [self.size_row.slider, self.panel.shown, self.departures]
        return [self.empty] if self._stack.currentWidget() is self.empty else [self.progress.stop]

    def keys(self) -> list[tuple[str, str]]:
        """What the slider, the picture and the list do."""
        return [
            ("Left, Right", tr("Fewer or more places on the list")),
            ("T", tr("The three rules as a table")),
            ("Enter", tr("Open the account")),
        ]

    def current_account(self) -> int | None:
        return self.departures.current_account() if self.departures.hasFocus() else None

    # -- the replay ------------------------------------------------------------------------------

    def _opened(self, trial: Trial | CannotTell) -> None:
        if isinstance(trial, CannotTell):
            self._outcome = None
            self._say_empty(
                tr("Too early to judge"), cannot_tell(trial), tr("Import a file"), lambda: self.desk.open_import()
            )
            return
        self._trial = trial
        self._walk(trial)

    def _walk(self, trial: Trial) -> None:
        """One week, and then the next one, as long as nobody has stopped it or begun anew."""

        def stepped(outcome: Outcome | None) -> None:
            if trial is not self._trial:
                return
            if outcome is not None:
                self._show(outcome)
                return
            self._show_progress(trial.done, trial.total)
            self._walk(trial)

        self.desk.tasks.run(lambda: None if trial.step() else trial.outcome(), stepped, latest="court")

    def stop(self) -> None:
        """Ends the replay; what was found before stays."""
        self._trial = None
        # Whatever is under way is overtaken by this and handed to nobody.
        self.desk.tasks.run(lambda: None, latest="court")
        if self._outcome is not None:
            self._leave_progress(self.size_row)
            return
        self._say_empty(
            tr("Stopped"),
            tr("Nothing was judged and nothing was changed."),
            tr("Start again"),
            self.refresh,
        )

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.show_progress(done, total)
        self.progress.show()
        if self._outcome is None:
            self.headline.setText(tr("What would this list have shown you in the past?"))
            self.span.hide()
            self._stack.setCurrentWidget(self._waiting)
            self._pass_focus_to(self.progress)

    # -- showing ---------------------------------------------------------------------------------

    def _show(self, outcome: Outcome) -> None:
        self._trial, self._outcome = None, outcome
        self._stack.setCurrentWidget(self._found)
        self.span.show()
        self._judge()
        self._leave_progress(self.size_row)
        announce(self, self.headline.text())

    def _judge(self) -> None:
        """Says and draws what a list of the chosen size would have done."""
        outcome = self._outcome
        if outcome is None:
            return
        verdict = court.verdict(outcome, self.size_row.size_chosen)
        self.headline.setText(headline(verdict))
        self.span.setText(span(verdict))
        self.panel.show_verdict(verdict)
        self.notes.setText("\n".join(notes(verdict)))
        self.counted.setText("\n".join(how_counted(verdict)))
        self.departures.show_departures(outcome.departures, outcome.currency)
        self.departures.setVisible(bool(outcome.departures))
        self.who.setVisible(bool(outcome.departures))

    def _fetch(self, places: Sequence[int]) -> list[Departure]:
        if self._outcome is None:
            return []
        return court.departures(self._outcome, self.size_row.size_chosen, places)

    def _say_empty(self, title: str, text: str, label: str, run: Callable[[], None]) -> None:
        self.headline.setText(tr("What would this list have shown you in the past?"))
        self.span.hide()
        self.empty.say(title, text, [(label, run)])
        self._stack.setCurrentWidget(self.empty)
        self._leave_progress(self.empty)

    def _leave_progress(self, to: QWidget) -> None:
        self._pass_focus_to(to)
        self.progress.hide()

    def _pass_focus_to(self, widget: QWidget) -> None:
        """Whoever comes to the page is put there, and whoever stood on what goes away is taken along."""
        self.setFocusProxy(widget)
        holder = self.window().focusWidget()
        gone = (self, self.progress.stop, *self.empty.buttons)
        if holder in gone:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- doing -----------------------------------------------------------------------------------

    def _choose_size(self, _size: int) -> None:
        self._size_was_chosen = True
        self._judge()
        announce(self.size_row, self.headline.text())

    def _keep_size(self, size: int) -> None:
        store = self.app.store
        self.desk.write(
            lambda: preferences.change(store, day_size=size),
            message=tr_n("Today holds {n} account.", "Today holds {n} accounts.", size),
        )

    def _toggle_explanation(self) -> None:
        self.counted.setVisible(self.counted.isHidden())
        self._say_explain()

    def _say_explain(self) -> None:
        self.explain.set_label(tr("How this is counted") if self.counted.isHidden() else tr("Hide how this is counted"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        on_page = self._stack.currentWidget() is self._found
        if on_page and letter(event) == "T" and settings.get().letter_keys:
            self.panel.toggle()
        else:
            super().keyPressEvent(event)
