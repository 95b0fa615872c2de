"""Paints every shared part in its states, as the design's 08-components: `python tests/ui/gallery.py FOLDER`."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.paint.attention_row import QuickAction, RowFace, RowState, draw_attention_row
from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.chip import (
    RatingFace,
    draw_rating_chip,
    draw_status_chip,
    draw_status_word,
    rating_chip_width,
)
from crm_desktop.ui.paint.list_parts import draw_group_header, draw_loading_row, draw_note_row
from crm_desktop.ui.paint.shadow import draw_card
from crm_desktop.ui.paint.strip import StripData, draw_strip, strip_data
from crm_desktop.ui.paint.text import draw_text
from crm_desktop.ui.theme import Status, apply, current_theme
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.fields import CheckBox, ComboBox, LineField
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.message import Message
from crm_desktop.ui.widgets.rating_picker import RatingPicker
from crm_desktop.ui.widgets.segmented import SegmentedChoice
from crm_desktop.ui.widgets.sidebar import NavItem, Sidebar

ACTIONS = (QuickAction("L", "Log"), QuickAction("S", "Snooze"), QuickAction("D", "Done"))


def made_up_strip(every: float, *, silent_from: int = 366, status: Status = "steady", seed: int = 1) -> StripData:
    """A year of orders, made up."""
    dice = random.Random(seed)
    days: list[int] = []
    day = 2.0
    while day < min(silent_from, 360):
        days.append(round(day))
        day += max(every * dice.uniform(0.7, 1.3), 1.0)
    expected = []
    after = days[-1] + every
    while after < 365 and silent_from < 366:
        expected.append(round(after))
        after += every
    return strip_data(
        orders=[(day, dice.randint(400, 1000)) for day in days],
        contact_days=[dice.randint(0, 365) for _ in range(6)],
        expected_days=expected,
        first_day=0,
        last_day=365,
        status=status,
    )


def made_up_row(**changes: object) -> RowFace:
    values: dict[str, object] = {
        "name": "Acme Fasteners",
        "tier": "A",
        "reason": "Usually orders every 12 days. Silent for 41.",
        "strip": made_up_strip(12, silent_from=325, status="risk"),
        "rating": RatingFace("4", "risk", "down"),
        "at_stake": "€48,200",
        "certainty": "very likely",
        "step_icon": "phone",
        "step": "Call Maria Kos",
        "step_detail": "about the late pallet",
        "actions": ACTIONS,
    }
    return RowFace(**(values | changes))  # type: ignore[arg-type]


class Painted(QWidget):
    """The left side: rows in every state, and the marks."""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        y, width = float(theme.px(8)), float(self.width())

        def caption(text: str, *, strong: bool = False) -> None:
            nonlocal y
            rect = QRectF(theme.px(20), y, width, theme.px(20))
            draw_text(
                painter,
                rect,
                text,
                theme,
                role="bodyStrong" if strong else "caption",
                color="text" if strong else "text3",
            )
            y += theme.px(20)

        caption("Attention row, 64 px", strong=True)
        for name, state in (
            ("default", RowState()),
            ("hover (quick actions, no bar)", RowState(hover=True)),
            ("focus + selected", RowState(selected=True, focused=True, hovered_key="S")),
            ("list not focused", RowState(selected=True)),
        ):
            caption(name)
            draw_attention_row(painter, QRectF(0, y, width, theme.px(64)), made_up_row(), state, theme)
            y += theme.px(64)
        captions = ("Last 12 months", "Rating", "At stake", "Next step")
        draw_group_header(painter, QRectF(0, y, width, theme.px(32)), "For today", "8 of 143", theme, captions=captions)
        y += theme.px(32)
        shrinking = made_up_row(
            name="Αφοί Παπαδάκη & a name so long that it cannot possibly fit into the room",
            reason="Orders still come, but 38% smaller since June.",
            tier="B",
            strip=made_up_strip(21),
            rating=RatingFace("not asked"),
            step_icon="message-circle-question-mark",
            step="Ask what changed",
        )
        for layout, height in (("full", 64), ("compact", 36), ("wrapped", 80)):
            rect = QRectF(0, y, width if layout != "wrapped" else width * 0.62, theme.px(height))
            draw_attention_row(painter, rect, shrinking, RowState(), theme, layout)  # type: ignore[arg-type]
            y += theme.px(height)
        dense = made_up_row(name="Daily Bakery", tier="C", strip=made_up_strip(1.2, silent_from=350, status="watch"))
        draw_attention_row(painter, QRectF(0, y, width, theme.px(36)), dense, RowState(), theme, "compact")
        y += theme.px(40)
        row = QRectF(0, y, width, theme.px(44))
        draw_note_row(
            painter,
            row,
            "alarm-clock",
            "Acme Fasteners is snoozed until Tuesday 25 November.",
            theme,
            action="Undo",
            key="Ctrl Z",
        )
        draw_loading_row(painter, row.translated(0, theme.px(46)), theme)


class Marks(QWidget):
    """The painted part of the right side."""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        x = 0.0
        for text, status, direction in (
            ("10", "advocate", "up"),
            ("9", "advocate", "flat"),
            ("8", "steady", "flat"),
            ("7", "steady", "down"),
            ("6", "risk", "down"),
            ("3", "risk", "down"),
        ):
            face = RatingFace(text, status, direction)  # type: ignore[arg-type]
            draw_rating_chip(painter, QRectF(x, 0, 200, theme.px(24)), face, theme)
            x += rating_chip_width(face, theme) + theme.px(8)
        draw_rating_chip(painter, QRectF(0, theme.px(28), 200, theme.px(24)), RatingFace("not asked"), theme)
        draw_status_chip(
            painter, QRectF(theme.px(100), theme.px(28), 200, theme.px(24)), "risk", "Slipping away", theme
        )
        draw_status_chip(painter, QRectF(theme.px(230), theme.px(28), 200, theme.px(24)), "watch", "tomorrow", theme)
        words: tuple[tuple[Status, str, int, int], ...] = (
            ("risk", "Slipping away", 0, 58),
            ("watch", "Slowing down", 118, 58),
            ("steady", "On rhythm", 236, 58),
            ("advocate", "Growing", 0, 82),
            ("unknown", "Still learning", 84, 82),
        )
        for word_status, word, left, top in words:
            draw_status_word(
                painter, QRectF(theme.px(left), theme.px(top), 200, theme.px(24)), word_status, word, theme
            )
        for number, (tier, note) in enumerate((("A", "top 80%"), ("B", "next 15%"), ("C", "the rest"))):
            place = QRectF(theme.px(120 * number), theme.px(112), theme.px(120), theme.px(24))
            draw_tier_badge(painter, place, tier, theme)
            draw_text(painter, place.adjusted(theme.px(36), 0, 0, 0), note, theme, color="text2")
        strips = (
            (made_up_strip(12, silent_from=325, status="risk"), "broken: three orders missing"),
            (made_up_strip(16), "on rhythm"),
            (made_up_strip(17, silent_from=330, status="watch"), "slowing"),
            (made_up_strip(4), "every four days: weekly totals"),
            (
                strip_data(
                    orders=[(290, 90), (320, 100), (340, 80)],
                    contact_days=[190, 260],
                    expected_days=[],
                    first_day=0,
                    last_day=365,
                    status="unknown",
                ),
                "new: still learning",
            ),
        )
        for number, (strip, note) in enumerate(strips):
            place = QRectF(0, theme.px(146 + 36 * number), theme.px(168), theme.px(31))
            draw_strip(painter, place, strip, theme)
            draw_text(painter, place.translated(theme.px(190), 0), note, theme, role="small", color="text2")
        draw_card(painter, QRectF(theme.px(20), theme.px(345), theme.px(300), theme.px(60)), theme)


def build() -> QWidget:
    theme = current_theme()
    page = QWidget()
    page.setObjectName("page")
    page.resize(theme.px(1366), theme.px(768))
    outer = QHBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    sidebar = Sidebar()
    sidebar.set_workspace_name("Hallam & Reed")
    pages = [
        ("today", "Today", "sun", 8),
        ("accounts", "Accounts", "building-2", 212),
        ("cases", "Cases", "life-buoy", 3),
        ("follow", "Follow-ups", "list-checks", 14),
        ("insights", "Insights", "chart-spline", None),
        ("import", "Import", "file-down", None),
    ]
    sidebar.set_items(
        [NavItem(*entry) for entry in pages],
        [NavItem("quiet", "A accounts gone quiet", count=5), NavItem("unrated", "No rating this year", count=41)],
        views_title="Your views",
    )
    sidebar.set_current("today")
    sidebar.set_status("All changes saved")
    outer.addWidget(sidebar)
    outer.addWidget(Painted(), 1)
    right = QWidget()
    right.setFixedWidth(theme.px(400))
    column = QVBoxLayout(right)
    column.addWidget(PlainLabel("Buttons", "bodyStrong"))
    buttons = QHBoxLayout()
    focused = Button("Save", "primary", small=True)
    disabled = Button("Save", small=True)
    disabled.setEnabled(False)
    busy = Button("Save it", "primary", small=True)
    busy.set_busy("Saving…")
    for button in (
        Button("Save", "primary", small=True),
        focused,
        disabled,
        busy,
        Button("Delete", "danger", small=True),
    ):
        buttons.addWidget(button)
    buttons.addStretch()
    column.addLayout(buttons)
    more = QHBoxLayout()
    for button in (
        Button("Log", icon="square-pen", key="L"),
        Button("More", "quiet", menu_arrow=True),
        Button("Why?", "link"),
        IconButton("settings", "Settings"),
    ):
        more.addWidget(button)
    more.addWidget(Button("Save", "primary", key="Enter", mnemonic="S"))
    more.addStretch()
    column.addLayout(more)
    fields = QGridLayout()
    plain, wrong, off = LineField(name="Day"), LineField(name="Day"), LineField(name="Day")
    for field in (plain, off):
        field.setText("Fri 21 Nov")
    off.setEnabled(False)
    wrong.setText("31 September")
    wrong.set_error("September has 30 days. Try 30 September.")
    fields.addWidget(plain, 0, 0)
    fields.addWidget(LineField(placeholder="Find", icon="search"), 0, 1)
    fields.addWidget(off, 0, 2)
    fields.addWidget(wrong, 1, 0, 1, 2)
    combo = ComboBox(name="Kind")
    combo.addItems(["Amount", "Order date"])
    fields.addWidget(combo, 1, 2)
    column.addLayout(fields)
    ticks = QHBoxLayout()
    ticked, unticked = CheckBox("Add to the case"), CheckBox("R&D")
    ticked.setChecked(True)
    for box in (ticked, unticked):
        ticks.addWidget(box)
    ticks.addWidget(SegmentedChoice([("call", "Call"), ("visit", "Visit"), ("email", "Email")], "What"))
    ticks.addStretch()
    column.addLayout(ticks)
    picker = RatingPicker("Rating")
    picker.set_score(4)
    column.addWidget(picker)
    column.addWidget(
        ElidedLabel("An elided label with a text that is far too long for the room it has here, <b>plain</b>")
    )
    column.addWidget(Marks(), 1)
    outer.addWidget(right)
    message = Message(page)
    message.show_done("Call with Maria Kos saved.", lambda: None)
    page.setProperty("focus_here", focused)
    return page


def shoot(folder: Path, mode: str, *, text_scale: float = 1.0, name: str = "") -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply(app, mode, text_scale)  # type: ignore[arg-type]
    page = build()
    page.show()
    focused = page.property("focus_here")
    page.activateWindow()
    focused.setFocus(Qt.FocusReason.TabFocusReason)
    app.processEvents()
    folder.mkdir(parents=True, exist_ok=True)
    picture = page.grab()
    picture.save(str(folder / f"components-{name or mode}.png"))
    page.close()
    page.deleteLater()


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "shots")
    suffix = "" if application.devicePixelRatio() == 1 else f"@{application.devicePixelRatio():g}x"
    for chosen in ("light", "dark"):
        shoot(target, chosen, name=chosen + suffix)
