"""Turns a Theme into what Qt itself understands: one QPalette and one style sheet string."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

if TYPE_CHECKING:
    from crm_desktop.ui.theme import Theme

# Only what the palette cannot say. No ::item rules for lists and tables: they make every cell slow to paint.
_STYLE_SHEET = Template(
    """
QMainWindow, QDialog { background: $surface; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $raised; color: $text; border: 1px solid $lineStrong; border-radius: ${r_control}px;
  padding: 0 ${pad_field}px; min-height: ${h_field}px; selection-background-color: $accent;
  selection-color: $onAccent; }
QPlainTextEdit, QTextEdit { padding: ${pad_text}px ${pad_text_side}px; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QAbstractSpinBox:hover, QComboBox:hover {
  border-color: $text2; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid $focus; padding: 0 ${pad_field_focus}px; min-height: ${h_field_focus}px; }
QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid $focus; padding: ${pad_text_focus}px ${pad_text_side_focus}px; }
QLineEdit[error="true"] {
  border: 2px solid $danger; padding: 0 ${pad_field_focus}px; min-height: ${h_field_focus}px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
  background: $sunken; color: $disabled; border-color: $line; }
QLineEdit[bare="true"], QPlainTextEdit[bare="true"] { border: none; background: transparent; padding: 0;
  min-height: 0; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: ${s1}px 0; }
QMenu::item { padding: ${menu_v}px ${s6}px ${menu_v}px ${s3}px; background: transparent; }
QMenu::icon { padding-left: ${s3}px; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: ${s1}px 0; }
QMenuBar { background: $window; color: $text2; }
QMenuBar::item { padding: ${s1}px ${s2}px; background: transparent; }
QMenuBar::item:selected { background: $pressed; color: $text; }
QToolTip { background: $raised; color: $text; border: 1px solid $lineStrong; padding: ${s1}px ${pad_tip}px; }
QAbstractItemView { background: $surface; border: none; outline: 0; gridline-color: $line;
  selection-background-color: $selected; selection-color: $text; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: ${s1}px 0; }
QAbstractItemView[bare="true"] { background: transparent; }
QTableCornerButton::section { background: $surface; border: none; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text2; border: none; border-bottom: 1px solid $line;
  padding: 0 ${s2}px; font-size: ${px_small}px; font-weight: 500; }
QHeaderView::section:hover { background: $hover; color: $text; }
QTabBar { background: transparent; border: none; }
QTabBar::tab { color: $text2; background: transparent; border: none; border-bottom: 2px solid transparent;
  padding: ${tab_v}px ${s2}px; }
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }
QSplitter::handle { background: $line; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: ${w_scroll}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${w_scroll}px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: ${r_scroll}px; border: 3px solid $surface; }
QScrollBar::handle:vertical { min-height: ${s8}px; }
QScrollBar::handle:horizontal { min-width: ${s8}px; }
QScrollBar::handle:hover { background: $lineStrong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $pressed; border: none; border-radius: 3px; max-height: 6px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""
)


def style_sheet_for(theme: Theme) -> str:
    """The one style sheet of the application."""
    values = {token: _css(color) for token, color in theme.colors.items()}
    height = theme.size("fieldInForm")
    values |= {
        "r_control": str(theme.radius("control")),
        "h_field": str(height - 2),
        "h_field_focus": str(height - 4),
        "pad_field": str(theme.px(10)),
        "pad_field_focus": str(theme.px(10) - 1),
        "pad_text": str(theme.px(6)),
        "pad_text_focus": str(theme.px(6) - 1),
        "pad_text_side": str(theme.px(7)),
        "pad_text_side_focus": str(theme.px(7) - 1),
        "pad_tip": str(theme.px(6)),
        "menu_v": str(theme.px(6)),
        "tab_v": str(theme.px(7)),
        "w_scroll": str(theme.px(12)),
        "r_scroll": str(theme.px(6)),
        "px_small": str(theme.font("small").pixelSize()),
        "scroll": _css(bar_color(theme)),
    }
    values |= {f"s{step}": str(theme.space(step)) for step in (1, 2, 3, 6, 8)}
    return _STYLE_SHEET.substitute(values)


def bar_color(theme: Theme) -> QColor:
    """Of the handle of a scroll bar."""
    if theme.name == "palette":
        return theme.color("lineStrong")
    pressed = theme.color("pressed")
    return pressed.lighter(160) if theme.name == "dark" else pressed.darker(112)


def palette_for(theme: Theme) -> QPalette:
    """The palette that Fusion and every unpainted widget draw with."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for target, token in (
        (role.Window, "surface"),
        (role.WindowText, "text"),
        (role.Base, "raised"),
        (role.AlternateBase, "sunken"),
        (role.Text, "text"),
        (role.PlaceholderText, "text3"),
        (role.Button, "raised"),
        (role.ButtonText, "text"),
        (role.BrightText, "danger"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "onAccent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.Light, "raised"),
        (role.Midlight, "hover"),
        (role.Mid, "line"),
        (role.Dark, "lineStrong"),
        (role.Shadow, "lineStrong"),
    ):
        palette.setColor(target, theme.color(token))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, target, theme.color("disabled"))
    palette.setColor(group.Disabled, role.Base, theme.color("sunken"))
    return palette


def system_colors(palette: QPalette) -> Mapping[str, QColor]:
    """Every colour token as a role of the system's palette, for high contrast: shapes and bars carry the meaning."""
    role = QPalette.ColorRole
    disabled = palette.color(QPalette.ColorGroup.Disabled, role.Text)
    fills = "surface raised sunken hover pressed selected onTierA"
    tints = "accentTint riskTint watchTint steadyTint advocateTint dangerTint"
    inks = "text text2 text3 line lineStrong risk watch steady advocate danger tierA tierB tick tickSoft"
    colors = {token: palette.color(role.Base) for token in (*fills.split(), *tints.split())}
    colors |= {token: palette.color(role.Text) for token in inks.split()}
    colors |= {token: palette.color(role.Highlight) for token in ("accent", "accentHover", "focus")}
    colors |= {
        "window": palette.color(role.Window),
        "onAccent": palette.color(role.HighlightedText),
        "disabled": disabled,
        "scrim": QColor(0, 0, 0, 128),
        "shadow": QColor(0, 0, 0, 0),
    }
    return colors


def _css(color: QColor) -> str:
    return f"rgba({color.red()}, {color.green()}, {color.blue()}, {color.alpha()})"
