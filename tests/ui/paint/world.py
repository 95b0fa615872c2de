"""What the tests of painting share: pictures, and the colours in them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QImage, QPainter

from crm_desktop.ui.paint.attention_row import QuickAction, RowFace
from crm_desktop.ui.paint.chip import RatingFace
from crm_desktop.ui.paint.strip import strip_data
from crm_desktop.ui.theme import Theme

ACTIONS = (QuickAction("L", "Log"), QuickAction("S", "Snooze"), QuickAction("D", "Done"))


def painted(
    paint: Callable[[QPainter], object], theme: Theme, *, width: int = 200, height: int = 40, ratio: float = 1.0
) -> QImage:
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def colors_of(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def row(**changes: object) -> RowFace:
    strip = strip_data(
        orders=[(day, 100) for day in range(0, 320, 12)],
        contact_days=[100],
        expected_days=[330, 342, 354],
        first_day=0,
        last_day=365,
        status="risk",
    )
    values: dict[str, object] = {
        "name": "Acme Fasteners",
        "tier": "A",
        "reason": "Usually orders every 12 days. Silent for 41.",
        "strip": strip,
        "rating": RatingFace("4", "risk", "down"),
        "at_stake": "€48,200",
        "certainty": "very likely",
        "step": "Call Maria Kos",
        "step_detail": "about the late pallet",
        "actions": ACTIONS,
    }
    return RowFace(**(values | changes))  # type: ignore[arg-type]
