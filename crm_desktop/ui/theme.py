"""The look as data: reads tokens.json (nothing else does), builds a Theme and applies it to the application."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QPalette,
    QPixmapCache,
)
from PySide6.QtWidgets import QApplication

from crm_desktop.resources import resource_path
from crm_desktop.ui.style_sheet import palette_for, style_sheet_for, system_colors
from crm_desktop.ui.system_wishes import preferred_font, reduces_motion, wants_high_contrast

Mode = Literal["system", "light", "dark", "palette"]
Status = Literal["risk", "watch", "steady", "advocate", "unknown"]

SMALLEST_TEXT_SCALE, LARGEST_TEXT_SCALE = 0.8, 2.0
_SMALLEST_FONT_PX = 11
# A screen of strips at 200 % is about 3 MB; the default of 10 MB would drop strips while scrolling.
_PIXMAP_CACHE_KB = 32 * 1024


@lru_cache(maxsize=1)
def design_tokens() -> Mapping[str, Any]:
    """The whole of tokens.json, as it stands in the file."""
    tokens: Mapping[str, Any] = json.loads(resource_path("theme", "tokens.json").read_text(encoding="utf-8"))
    return tokens


def color_from_token(value: str) -> QColor:
    """The QColor of a CSS colour: #RRGGBB or #RRGGBBAA (QColor itself would read the latter as #AARRGGBB)."""
    if len(value) == 9:
        color = QColor(value[:7])
        color.setAlpha(int(value[7:], 16))
        return color
    return QColor(value)


@dataclass(frozen=True, eq=False)
class Theme:
    """Every value a painter needs, at one text scale. Lengths are logical pixels that grow with the text."""

    name: str
    colors: Mapping[str, QColor]
    base_font: QFont
    body_px: float
    text_scale: float = 1.0
    reduced_motion: bool = False
    smooth_text: bool = False
    _fonts: dict[tuple[str, int], QFont] = field(default_factory=dict, repr=False)
    _metrics: dict[tuple[str, int], QFontMetricsF] = field(default_factory=dict, repr=False)

    @cached_property
    def key(self) -> str:
        """Names this look in pixmap caches: two themes with the same key paint the same pixels."""
        return f"{self.name}-{self.body_px:g}-{self.colors['surface'].name()}"

    @cached_property
    def unit(self) -> float:
        """How many logical pixels one pixel of the design is: grows with the text, so nothing is clipped."""
        return self.body_px / float(design_tokens()["type"]["scale"]["body"]["px"])

    def color(self, token: str) -> QColor:
        return self.colors[token]

    def px(self, design_px: float) -> int:
        """A length drawn in the design, at the current text scale."""
        return round(design_px * self.unit)

    def size(self, name: str) -> int:
        return self.px(design_tokens()["size"][name])

    def space(self, step: int) -> int:
        """Grid space: 1 is 4 px, 2 is 8, 3 is 12, 4 is 16, 5 is 20, 6 is 24, 8 is 32, 10 is 40."""
        return self.px(design_tokens()["space"][str(step)])

    def radius(self, name: str) -> int:
        return self.px(design_tokens()["radius"][name])

    def breakpoint(self, name: str) -> int:
        return self.px(design_tokens()["breakpoints"][name])

    def line(self, role: str) -> int:
        return self.px(design_tokens()["type"]["scale"][role]["line"])

    def motion(self, name: str) -> int:
        """Milliseconds of an animation ("popup", "collapse", "rowLeave"), 0 when motion is reduced."""
        return 0 if self.reduced_motion else int(design_tokens()["motion"][name])

    def font(self, role: str, weight: int | None = None) -> QFont:
        """The font of a type role; `weight` (400, 500, 600) replaces the role's own."""
        key = (role, weight or 0)
        found = self._fonts.get(key)
        if found is None:
            scale = design_tokens()["type"]["scale"][role]
            found = self._build_font(pixels=scale["px"] * self.unit, weight=weight or scale["weight"])
            self._fonts[key] = found
        return found

    def metrics(self, role: str, weight: int | None = None) -> QFontMetricsF:
        key = (role, weight or 0)
        found = self._metrics.get(key)
        if found is None:
            found = self._metrics[key] = QFontMetricsF(self.font(role, weight))
        return found

    def _build_font(self, *, pixels: float, weight: int) -> QFont:
        font = QFont(self.base_font)
        font.setPixelSize(max(_SMALLEST_FONT_PX, round(pixels)))
        font.setWeight(QFont.Weight(weight))
        if hasattr(font, "setFeature"):  # Qt 6.7 and later
            font.setFeature(QFont.Tag("tnum"), 1)
        if self.smooth_text:
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


def build_theme(
    name: Literal["light", "dark"],
    *,
    base_font: QFont,
    text_scale: float = 1.0,
    reduced_motion: bool = False,
    smooth_text: bool = False,
    system_palette: QPalette | None = None,
) -> Theme:
    """A theme from tokens.json; with `system_palette` (high contrast) every colour is a role of that palette.

    The body is as large as the system's own font, but never under the design's 13 px: the 9 pt of Windows is
    12 px, and captions would fall under the 11 px that the design allows.
    """
    scale = design_tokens()["type"]["scale"]
    colors: Mapping[str, QColor]
    if system_palette is None:
        colors = {token: color_from_token(value) for token, value in design_tokens()["color"][name].items()}
    else:
        colors = system_colors(system_palette)
    system_px = float(QFontInfo(base_font).pixelSize())
    return Theme(
        name=name if system_palette is None else "palette",
        colors=colors,
        base_font=base_font,
        body_px=round(max(system_px, float(scale["body"]["px"])) * text_scale, 2),
        text_scale=text_scale,
        reduced_motion=reduced_motion,
        smooth_text=smooth_text,
    )


class Look(QObject):
    """The look of the running application: what is chosen, the theme that follows from it, and `changed`."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._base_font = preferred_font(app.font())
        self._mode: Mode = "light"
        self._text_scale = 1.0
        self._reduced_motion: bool | None = None
        self.theme = build_theme("light", base_font=self._base_font)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def text_scale(self) -> float:
        return self._text_scale

    def choose(
        self, *, mode: Mode | None = None, text_scale: float | None = None, reduced_motion: bool | None = None
    ) -> None:
        """Change the named parts of the look and show it at once; None leaves a part as it is."""
        self._mode = mode or self._mode
        self._reduced_motion = self._reduced_motion if reduced_motion is None else reduced_motion
        if text_scale is not None:
            self._text_scale = min(max(text_scale, SMALLEST_TEXT_SCALE), LARGEST_TEXT_SCALE)
        self._show()

    def _system_changed(self) -> None:
        if self._mode in ("system", "palette"):
            self._show()

    def _show(self) -> None:
        hints = self._app.styleHints()
        wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(self._mode, Qt.ColorScheme.Unknown)
        if hasattr(hints, "setColorScheme"):  # Qt 6.8 and later: the title bar follows
            hints.blockSignals(True)
            hints.setColorScheme(wanted)
            hints.blockSignals(False)
        self._app.setStyle("Fusion")
        by_palette = self._mode == "palette" or wants_high_contrast()
        if by_palette:
            self._app.setPalette(QPalette())
        dark = self._mode == "dark" or (self._mode == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
        reduced = self._reduced_motion
        self.theme = build_theme(
            "dark" if dark else "light",
            base_font=self._base_font,
            text_scale=self._text_scale,
            reduced_motion=reduces_motion() if reduced is None else reduced,
            smooth_text=self._app.devicePixelRatio() > 1.5,
            system_palette=self._app.palette() if by_palette else None,
        )
        self._app.setFont(self.theme.font("body"))
        if not by_palette:
            self._app.setPalette(palette_for(self.theme))
        self._app.setStyleSheet(style_sheet_for(self.theme))
        QPixmapCache.setCacheLimit(_PIXMAP_CACHE_KB)
        self.changed.emit()


@lru_cache(maxsize=1)
def look() -> Look:
    """The one Look of the process, as there is one QApplication; needs that to exist."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("The look needs a QApplication")
    return Look(app)


def current_theme() -> Theme:
    """The theme to paint with now."""
    return look().theme


def apply(app: QApplication, mode: Mode = "system", text_scale: float = 1.0) -> Look:
    """Dress the application: Fusion, one palette, one style sheet; in "system" mode it follows the system."""
    chosen = look()
    chosen.choose(mode=mode, text_scale=text_scale)
    return chosen
