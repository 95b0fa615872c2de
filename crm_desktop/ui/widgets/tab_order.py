"""Where Tab goes: to every part that takes the keyboard, each in its own place, and into a choice where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QRadioButton, QWidget


def go_on(within: QWidget, here: QWidget, *, forward: bool) -> bool:
    """Puts the keyboard on what comes after ``here`` in ``within``, or before it; false when there is nothing else.

    Qt itself stops at whatever hands the keyboard on to a part of itself, such as a page to its list, and so leaves
    out all that stands before that part.
    """
    at = _next(here, forward=forward)
    while at is not None and at is not here:
        if _takes_tab(at, within) and not _are_one_choice(at, here):
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            _chosen_of(at).setFocus(reason)
            return True
        at = _next(at, forward=forward)
    return False


def put_after(before: QWidget, parts: Iterable[QWidget]) -> None:
    """Has Tab come to parts made later, and to all that is in them, after ``before``; else Qt puts them last."""
    # Qt does nothing where what goes before takes no keyboard, such as a title.
    start, at = before, _next(before, forward=False)
    while not before.focusPolicy() & Qt.FocusPolicy.TabFocus and at is not None and at is not start:
        before, at = at, _next(at, forward=False)
    for part in parts:
        for stop in (part, *part.findChildren(QWidget)):
            if stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, stop)
                before = stop


def _next(widget: QWidget, *, forward: bool) -> QWidget | None:
    return _given_back(widget.nextInFocusChain() if forward else widget.previousInFocusChain())


def _given_back(found: QWidget | None) -> QWidget | None:
    """What a widget answered, its own parent's again.

    PySide takes a widget that another one's method answers for a child of that one. In the order of Tab these
    children go round in a ring that nobody else holds, and the next collection of garbage would destroy what is shown.
    """
    at = found
    while at is not None:  # all the way up: a parent that nobody holds, as of a scroll bar, would take it along
        parent = at.parentWidget()
        QObject.setParent(at, parent)  # for Qt nothing changes
        at = parent
    return found


def _takes_tab(widget: QWidget, within: QWidget) -> bool:
    return (
        within.isAncestorOf(widget)
        and widget.isVisibleTo(within)
        and widget.isEnabled()
        and _given_back(widget.focusProxy()) is None
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    )


def _are_one_choice(one: QWidget, other: QWidget) -> bool:
    """Both are buttons of the same choice: Tab leaves it, arrows move inside."""
    both = isinstance(one, QRadioButton) and isinstance(other, QRadioButton)
    return both and one is not other and one.parentWidget() is other.parentWidget()


def _chosen_of(widget: QWidget) -> QWidget:
    """A choice is entered at what is chosen, from either side; a rating that has none at its end."""
    parent = widget.parentWidget()
    if not isinstance(widget, QRadioButton) or parent is None:
        return widget
    buttons = parent.findChildren(QRadioButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return next((button for button in buttons if button.isChecked()), widget)
