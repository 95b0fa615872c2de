"""Takes the right to write away for real, also from root: chmod, and for root the rights of nobody."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest

_NOBODY = 65534
# What the product imports late is there before rights are given up: nobody may not read a Python in root's home.
for _late in ("_strptime", "concurrent.futures.thread"):
    import_module(_late)


@contextmanager
def as_anybody() -> Iterator[None]:
    """Inside, the process has no more rights than any user: the system itself refuses what chmod forbids."""
    if not hasattr(os, "geteuid"):
        pytest.skip("rights are told differently on this system")
    if os.geteuid() != 0:
        yield
        return
    groups, group = os.getgroups(), os.getgid()
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, 0)
    os.setresuid(_NOBODY, _NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(group, group, group)
        os.setgroups(groups)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that anybody may write to; not below pytest's own, which is its owner's alone."""
    folder = Path(tempfile.mkdtemp(prefix="crm-rights-"))
    folder.chmod(0o777)
    try:
        with as_anybody():
            reached = os.access(folder, os.R_OK | os.W_OK | os.X_OK, effective_ids=True)
        if not reached:
            pytest.skip("nobody but root can reach the folder for temporary files here")
        yield folder
    finally:
        for path in (folder, *folder.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)
        shutil.rmtree(folder)


def take_away(*paths: Path) -> None:
    """Nobody may write these any more; everybody may read them."""
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
