"""Makes a checkout ready to run or to test: system libraries, .venv, locked dependencies, and the program itself.

Needs nothing but Python. Called by make; quick when nothing has changed, and safe to interrupt and call again.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST_PYTHON = (3, 11)

LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
"""What is installed for each purpose; the second holds all of the first."""

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libbrotlidec.so.1": "libbrotli1",
}
"""Libraries that Qt needs on Linux even without a screen, and the Debian packages that hold them."""

SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
"""Libraries that Qt needs on top to open a window."""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_PACKAGE = "fonts-dejavu-core"
DESIGN_FONT = "Inter"
DESIGN_FONT_PACKAGE = "fonts-inter"
"""The font of the design's pictures: what fits where is tested with it."""


class CannotSetUpError(Exception):
    """Something that only the person at the machine can mend; the text says what to do."""


def main() -> int:
    """Set up for the purpose named; the exit status is 0 when all is ready, 1 when it cannot be made so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=LOCKS)
    purpose = parser.parse_args().purpose
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise CannotSetUpError(
                f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}: make PYTHON=python3.12"
            )
        install_packages(missing_packages(purpose))
        make_environment()
        install_dependencies(purpose)
    except CannotSetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"Setting up stopped, because this failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


def missing_packages(purpose: str) -> list[str]:
    """The Debian packages that this purpose needs and this machine lacks."""
    packages = [] if environment_works() or importlib.util.find_spec("ensurepip") else ["python3-venv"]
    if not sys.platform.startswith("linux"):
        return packages
    libraries: dict[str, str] = {}
    if purpose == "test" or has_display():
        libraries |= QT_LIBRARIES
        if not has_font(""):
            packages.append(FONT_PACKAGE)
        if purpose == "test" and not has_font(DESIGN_FONT):
            packages.append(DESIGN_FONT_PACKAGE)
    if purpose == "run" and has_display():
        libraries |= SCREEN_LIBRARIES
    return packages + [package for library, package in libraries.items() if not can_load(library)]


def has_font(name: str) -> bool:
    """Whether a font file whose name begins so is installed."""
    return any(any(Path(folder).expanduser().rglob(f"{name}*.[ot]t[fc]")) for folder in FONT_FOLDERS)


def has_display() -> bool:
    """Whether this session says where windows can be shown."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def can_load(library: str) -> bool:
    """Whether the system finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list[str]) -> None:
    """Install Debian packages when that is allowed; raises CannotSetUpError with the line to type when it is not."""
    if not packages:
        return
    if shutil.which("apt-get") is None:
        raise CannotSetUpError(
            "These are missing here (by their Debian names; install what your system calls them): " + " ".join(packages)
        )
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        raise CannotSetUpError(
            "Some system packages are missing. Type this line, then try again:\n"
            f"  sudo apt-get update && sudo {' '.join(install)}"
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    for command in (["apt-get", "update", "--quiet", "--quiet"], install):
        subprocess.run(command, check=True, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def environment_works() -> bool:
    """Whether .venv is whole: its Python starts, is new enough and has pip."""
    if not VENV_PYTHON.exists():
        return False
    question = f"import pip, sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return subprocess.run([VENV_PYTHON, "-c", question], capture_output=True, check=False).returncode == 0


def make_environment() -> None:
    """Make .venv, anew if an earlier attempt left half of one."""
    if environment_works():
        return
    print("Making .venv", flush=True)
    if VENV.is_dir() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    # A new process, because python3-venv may have been installed after this one looked for ensurepip.
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def install_dependencies(purpose: str) -> None:
    """Install what the lock names, and the program itself as an editable package, unless that was done already."""
    wanted = fingerprint()
    stamps = {name: VENV / f".set-up-for-{name}" for name in LOCKS}
    # What is ready for testing is ready for running.
    if any(stamp.exists() and stamp.read_text() == wanted for stamp in {stamps[purpose], stamps["test"]}):
        return
    print(f"Installing {LOCKS[purpose]}", flush=True)
    pip: list[str | Path] = [
        VENV_PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
    ]
    for command in (
        [*pip, "--require-hashes", "--requirement", ROOT / LOCKS[purpose]],
        [*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT],
    ):
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    stamps[purpose].write_text(wanted)


def fingerprint() -> str:
    """Changes when a lock, the package's metadata or the place of the checkout changes."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in ("pyproject.toml", *LOCKS.values()):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
