#!/usr/bin/env bash
# Opens the window; without a display it says so and shows the same list in the terminal. Run by `make run`.
set -eu
cd "$(dirname "$0")/.."

can_open_a_window() {
    if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
        return 1
    fi
    # Qt aborts the whole process when it cannot reach the display, so another process tries first, unseen.
    {
        (ulimit -c 0; .venv/bin/python -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])') >/dev/null 2>&1
    } 2>/dev/null
}

if can_open_a_window; then
    exec .venv/bin/crm-desktop "$@"
fi
echo "No window can open here, because this machine has no display that Qt can use; this is the list it would show (crm --sample attention):"
echo
exec .venv/bin/crm --sample attention
