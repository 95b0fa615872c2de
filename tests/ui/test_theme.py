"""The look as data: tokens, type, scale, modes, icons."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from crm_desktop.resources import resource_path, resource_root
from crm_desktop.ui.icons import app_icon, icon, icon_pixmap
from crm_desktop.ui.style_sheet import palette_for, style_sheet_for
from crm_desktop.ui.theme import (
    LARGEST_TEXT_SCALE,
    SMALLEST_TEXT_SCALE,
    Theme,
    apply,
    build_theme,
    color_from_token,
    current_theme,
    design_tokens,
    look,
)

BACKGROUNDS = ("window", "surface", "raised", "sunken", "hover", "selected")


def themes(qapp: QApplication) -> tuple[Theme, Theme]:
    return build_theme("light", base_font=qapp.font()), build_theme("dark", base_font=qapp.font())


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""

    def luminance(color: QColor) -> float:
        parts = (color.redF(), color.greenF(), color.blueF())
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_alpha_is_read_in_css_order() -> None:
    scrim = color_from_token("#191D1B66")
    assert (scrim.name(), scrim.alpha()) == ("#191d1b", 0x66)


def test_every_colour_of_the_design_exists_in_light_and_dark(qapp: QApplication) -> None:
    light, dark = themes(qapp)
    assert set(light.colors) == set(dark.colors) == set(design_tokens()["color"]["light"])
    assert all(color.isValid() for theme in (light, dark) for color in theme.colors.values())


@pytest.mark.parametrize("ink", ["text", "text2", "text3", "accent", "risk", "watch", "steady", "advocate", "danger"])
def test_text_meets_aa_on_every_background(qapp: QApplication, ink: str) -> None:
    for theme in themes(qapp):
        assert min(contrast(theme.color(ink), theme.color(ground)) for ground in BACKGROUNDS) >= 4.5


@pytest.mark.parametrize("mark", ["lineStrong", "focus", "tick", "tickSoft"])
def test_edges_and_marks_meet_three_to_one(qapp: QApplication, mark: str) -> None:
    for theme in themes(qapp):
        assert min(contrast(theme.color(mark), theme.color(ground)) for ground in BACKGROUNDS) >= 3


def test_type_follows_the_design_and_never_falls_under_eleven_pixels(qapp: QApplication) -> None:
    plain = build_theme("light", base_font=qapp.font())
    assert {role: plain.font(role).pixelSize() for role in ("caption", "small", "body", "title", "h1")} == {
        "caption": 11,
        "small": 12,
        "body": 13,
        "title": 15,
        "h1": 20,
    }
    small = build_theme("light", base_font=qapp.font(), text_scale=SMALLEST_TEXT_SCALE)
    assert min(small.font(role).pixelSize() for role in design_tokens()["type"]["scale"]) == 11


def test_digits_are_of_equal_width(qapp: QApplication) -> None:
    theme = build_theme("light", base_font=qapp.font())
    for role in ("body", "bodyStrong", "caption"):
        assert theme.metrics(role).horizontalAdvance("1111") == theme.metrics(role).horizontalAdvance("8888")


def test_a_larger_system_font_makes_everything_larger(qapp: QApplication) -> None:
    font = qapp.font()
    font.setPixelSize(26)
    theme = build_theme("light", base_font=font)
    assert theme.font("body").pixelSize() == 26
    assert theme.size("attentionRow") == 128
    assert theme.breakpoint("collapseSidebarBelow") == 1960


def test_reduced_motion_stops_all_motion(qapp: QApplication) -> None:
    assert build_theme("light", base_font=qapp.font()).motion("rowLeave") == 160
    assert build_theme("light", base_font=qapp.font(), reduced_motion=True).motion("rowLeave") == 0


def test_high_contrast_uses_only_colours_of_the_system(qapp: QApplication) -> None:
    system = QPalette(QColor("black"))
    system.setColor(QPalette.ColorRole.Text, QColor("yellow"))
    system.setColor(QPalette.ColorRole.Base, QColor("black"))
    system.setColor(QPalette.ColorRole.Highlight, QColor("cyan"))
    theme = build_theme("dark", base_font=qapp.font(), system_palette=system)
    assert set(theme.colors) == set(design_tokens()["color"]["dark"])
    assert theme.color("risk") == theme.color("text") == QColor("yellow")
    assert theme.color("focus") == QColor("cyan")


def test_applying_a_mode_dresses_the_application_and_tells(qapp: QApplication, qtbot: QtBot) -> None:
    apply(qapp, "light")
    with qtbot.waitSignal(look().changed):
        look().choose(mode="dark")
    assert current_theme().name == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window) == current_theme().color("surface")
    assert QFontInfo(qapp.font()).pixelSize() == 13
    label = QLabel()
    qtbot.addWidget(label)
    assert label.palette().color(QPalette.ColorRole.WindowText) == current_theme().color("text")
    apply(qapp, "light")
    assert current_theme().name == "light"


def test_text_scale_is_kept_within_its_limits(qapp: QApplication) -> None:
    apply(qapp, "light")
    look().choose(text_scale=9)
    assert look().text_scale == LARGEST_TEXT_SCALE
    assert current_theme().font("body").pixelSize() == 26
    look().choose(text_scale=0.1)
    assert look().text_scale == SMALLEST_TEXT_SCALE
    apply(qapp, "light")


def test_palette_mode_leaves_the_colours_to_the_system(qapp: QApplication) -> None:
    apply(qapp, "palette")
    assert current_theme().name == "palette"
    assert current_theme().color("surface") == qapp.palette().color(QPalette.ColorRole.Base)
    apply(qapp, "light")


def test_style_sheet_fills_every_place(qapp: QApplication) -> None:
    theme = build_theme("dark", base_font=qapp.font())
    assert "$" not in style_sheet_for(theme)
    assert palette_for(theme).color(QPalette.ColorRole.Highlight) == theme.color("accent")


def test_keys_of_caches_differ_by_look(qapp: QApplication) -> None:
    light, dark = themes(qapp)
    large = build_theme("light", base_font=qapp.font(), text_scale=1.5)
    assert len({light.key, dark.key, large.key}) == 3


def test_every_icon_renders_in_the_colour_asked_for(qapp: QApplication) -> None:
    names = sorted(path.stem for path in (resource_root() / "icons").glob("*.svg") if path.stem != "app")
    assert len(names) >= 40
    for name in names:
        image = icon_pixmap(name, QColor("#ff0000"), size=24, pixel_ratio=1.0).toImage()
        inks = {
            image.pixelColor(x, y).name() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 200
        }
        assert inks == {"#ff0000"}, name


def test_icons_are_sharp_on_a_dense_screen_and_made_once(qapp: QApplication) -> None:
    pixmap = icon_pixmap("sun", QColor("#123456"), size=16, pixel_ratio=2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)
    assert icon_pixmap("sun", QColor("#123456"), size=16, pixel_ratio=2.0).cacheKey() == pixmap.cacheKey()
    assert not icon("phone").isNull()
    assert not app_icon().pixmap(32, 32).isNull()


def test_licences_of_the_icons_ship_with_them() -> None:
    licence = resource_path("icons", "LICENSE").read_text(encoding="utf-8")
    assert "ISC License" in licence
    assert "The MIT License (MIT)" in licence


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/nothing\.svg"):
        resource_path("icons", "nothing.svg")
