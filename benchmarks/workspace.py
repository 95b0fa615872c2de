"""Sample workspaces of any size, made once and kept in the cache folder of this machine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import platformdirs

from crm_desktop.app import open_workspace
from crm_desktop.services import attention
from crm_desktop.services.sample import create_sample
from crm_desktop.storage.database import SCHEMA_VERSION

TODAY = date(2026, 11, 20)


def sample_workspace(accounts: int) -> Path:
    """The path of a workspace of this many accounts with today's list worked out."""
    path = platformdirs.user_cache_path("crm-desktop-benchmarks") / f"sample-{accounts}-v{SCHEMA_VERSION}.crm"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        print(f"Making {path} (once) ...", flush=True)
        fresh = path.with_suffix(".new")
        for left in path.parent.glob(fresh.name + "*"):
            left.unlink()
        app = open_workspace(fresh, today=TODAY, create=True)
        create_sample(app.store, accounts, TODAY)
        attention.today_list(app.store, TODAY)
        app.close()
        fresh.rename(path)
    return path
