"""Finds the account a person means by what was typed, or says which ones it could be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr


def account_named(store: Any, name: str) -> int:
    from crm_desktop.services import accounts

    account = accounts.by_name(store, name)
    if account is not None:
        return account
    near = accounts.matching(store, name, limit=5)
    if len(near) == 1:
        return near[0].id
    if near:
        raise which(name, [match.name for match in near])
    raise UserError(tr("No account is called “{name}”.", name=name))


def which(typed: str, names: Sequence[str]) -> UserError:
    return UserError(
        tr("“{typed}” could be {names}.", typed=typed, names=", ".join(names)), do=tr("Type more of the name.")
    )
