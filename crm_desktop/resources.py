"""Finds the files that ship with the program (icons, theme, locale, sample), in a wheel and in a checkout alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_root() -> Path:
    """The folder of resource files: inside the package in an installed wheel, beside it in a checkout."""
    in_wheel = _PACKAGE / "resources"
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / "resources"


def resource_path(*parts: str) -> Path:
    """The path of one resource file, as in `resource_path("icons", "sun.svg")`; FileNotFoundError if it is missing."""
    path = resource_root().joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"Resource {'/'.join(parts)} is missing from {resource_root()}")
    return path
