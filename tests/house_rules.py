"""The rules of the house: who may import what, and what no module may do; each is read off the source.

To allow a new layer, leaf or dependency, add it to the tables below and say why in ARCHITECTURE.md.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "crm_desktop"

LEAVES = {"i18n", "logs", "paths", "resources", "settings"}
MAY_USE = {
    "domain": {"domain"},
    "storage": {"domain", "storage", *LEAVES},
    "services": {"domain", "storage", "services", *LEAVES},
    "app": {"domain", "storage", "services", "app", *LEAVES},
    "opening": {"domain", "services", "app", "opening", *LEAVES},
    "ui": {"domain", "services", "app", "opening", "ui", *LEAVES},
    "cli": {"domain", "services", "app", "opening", "cli", *LEAVES},
    "__main__": {"domain", "app", "opening", "ui", "cli", *LEAVES},
    **{leaf: {"domain", *LEAVES} for leaf in LEAVES},
}
"""Which parts of the program each part may import."""

DATABASE = {"peewee", "playhouse", "apsw"}
LIBRARIES = {
    "domain": {"numpy", "rapidfuzz"},
    "storage": {*DATABASE, "numpy"},
    "services": {*DATABASE, "numpy", "icalendar", "dateutil", "phonenumbers", "python_calamine", "xlsxwriter"},
    "ui": {"PySide6", "shiboken6"},
    "__main__": {"PySide6"},
    "paths": {"platformdirs"},
}
"""Which libraries beside Python's own each part may import; a part that is not named may import none."""

LATE = {
    **dict.fromkeys(
        ("numpy", "rapidfuzz", "icalendar", "dateutil", "phonenumbers", "python_calamine", "xlsxwriter"),
        LIBRARIES.keys(),
    ),
    "PySide6": {"__main__"},
}
"""Libraries that the parts named may import inside functions only, because the first paint must not wait for them."""


class Import(NamedTuple):
    """One imported name: ``from a.b import c`` is "a.b.c"."""

    name: str
    line: int
    at_start: bool
    """It runs when the module is imported, not later in a function."""
    for_types: bool
    """It stands under ``if TYPE_CHECKING``, so that it never runs."""


class Module(NamedTuple):
    """One parsed module."""

    name: str
    tree: ast.Module
    is_package: bool = False

    @property
    def part(self) -> str:
        """The layer or leaf it belongs to; empty for the package itself."""
        return self.name.split(".")[1] if "." in self.name else ""


def parse(name: str, source: str) -> Module:
    return Module(name, ast.parse(source))


@cache
def modules() -> tuple[Module, ...]:
    found = []
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        found.append(Module(name, ast.parse(path.read_text(encoding="utf-8"), str(path)), is_package))
    return tuple(found)


@cache
def nodes(module: Module) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(module.tree))


@cache
def imports(module: Module) -> tuple[Import, ...]:
    return tuple(_imports(module, module.tree, at_start=True, for_types=False))


def _imports(module: Module, node: ast.AST, *, at_start: bool, for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, at_start, for_types)
        elif isinstance(child, ast.ImportFrom):
            base = child.module or ""
            if child.level:
                up = child.level - 1 if module.is_package else child.level
                parents = module.name.split(".")
                base = ".".join([*parents[: len(parents) - up], *([base] if base else [])])
            for alias in child.names:
                yield Import(f"{base}.{alias.name}", child.lineno, at_start, for_types)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for statement in child.body:
                yield from _imports(module, ast.Module([statement], []), at_start=at_start, for_types=True)
            for statement in child.orelse:
                yield from _imports(module, ast.Module([statement], []), at_start=at_start, for_types=for_types)
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(module, child, at_start=at_start and not inside, for_types=for_types)


# --- the rules: each yields a sentence for every breach


def the_arrow_of_imports(module: Module) -> Iterator[str]:
    if module.part and module.part not in MAY_USE:
        yield f"{module.name} belongs to no layer"
        return
    for imported in imports(module):
        parts = imported.name.split(".")
        if parts[0] == PACKAGE and parts[1] != "__version__" and parts[1] not in MAY_USE.get(module.part, set()):
            yield f"{module.name}:{imported.line} imports {imported.name}"


def only_known_libraries(module: Module) -> Iterator[str]:
    for imported in imports(module):
        library = imported.name.split(".")[0]
        own = library in sys.stdlib_module_names or library == PACKAGE
        if not own and library not in LIBRARIES.get(module.part, set()):
            yield f"{module.name}:{imported.line} imports {library}"


def slow_libraries_are_imported_late(module: Module) -> Iterator[str]:
    for imported in imports(module):
        library = imported.name.split(".")[0]
        if imported.at_start and not imported.for_types and module.part in LATE.get(library, set()):
            yield f"{module.name}:{imported.line} imports {library} at its start"


def migrations_are_frozen(module: Module) -> Iterator[str]:
    """A released migration must not change its meaning when the live tables do."""
    if module.name.startswith(f"{PACKAGE}.storage.migrations.") and not module.is_package:
        for imported in imports(module):
            if imported.name.split(".")[0] == PACKAGE:
                yield f"{module.name}:{imported.line} imports {imported.name}"


def tables_come_from_migrations_only(module: Module) -> Iterator[str]:
    for node in nodes(module):
        if isinstance(node, ast.Attribute) and node.attr == "create_tables":
            yield f"{module.name}:{node.lineno} calls create_tables"


def storage_alone_opens_transactions(module: Module) -> Iterator[str]:
    for node in nodes(module):
        if isinstance(node, ast.Attribute) and node.attr in {"atomic", "savepoint"} and module.part != "storage":
            yield f"{module.name}:{node.lineno} uses {node.attr}"


def today_is_an_argument(module: Module) -> Iterator[str]:
    for node in nodes(module):
        if (
            module.part in {"domain", "storage", "services"}
            and isinstance(node, ast.Attribute)
            and node.attr == "today"
            and isinstance(node.value, ast.Name)
            and node.value.id in {"date", "datetime"}
        ):
            yield f"{module.name}:{node.lineno} asks the clock for today"


def labels_show_plain_text(module: Module) -> Iterator[str]:
    """QLabel guesses whether a text is markup, so names from data go through ``ui.widgets.labels``."""
    if module.name == f"{PACKAGE}.ui.widgets.labels":
        return
    for node in nodes(module):
        name = getattr(node, "name", None) or getattr(node, "attr", None) or getattr(node, "id", None)
        if name == "QLabel":
            yield f"{module.name}:{getattr(node, 'lineno', 0)} uses QLabel"


def what_people_are_told_is_translated(module: Module) -> Iterator[str]:
    """Every sentence of a ``UserError`` goes through ``tr``; ``domain`` knows no languages."""
    for node in nodes(module) if module.part != "domain" else ():
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "UserError":
            for sentence in (*node.args, *(keyword.value for keyword in node.keywords)):
                if _has_bare_text(sentence):
                    yield f"{module.name}:{node.lineno} tells {ast.unparse(sentence)} in one language only"


def _has_bare_text(node: ast.AST) -> bool:
    """Whether a text stands in it that no function (``tr``, ``tr_n``, one of ours) was given."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return False
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return True
    return any(map(_has_bare_text, ast.iter_child_nodes(node)))


def every_module_says_what_it_is_for(module: Module) -> Iterator[str]:
    if not ast.get_docstring(module.tree):
        yield f"{module.name} has no docstring"


RULES: list[Callable[[Module], Iterator[str]]] = [
    the_arrow_of_imports,
    only_known_libraries,
    slow_libraries_are_imported_late,
    migrations_are_frozen,
    tables_come_from_migrations_only,
    storage_alone_opens_transactions,
    today_is_an_argument,
    labels_show_plain_text,
    what_people_are_told_is_translated,
    every_module_says_what_it_is_for,
]


def circles(found: list[Module]) -> list[str]:
    """Modules that import each other while they start, as "a > b > a"; each circle once."""
    names = {module.name for module in found}
    graph: dict[str, set[str]] = {}
    for module in found:
        targets = set()
        for imported in imports(module):
            if imported.at_start and not imported.for_types:
                nearest = imported.name if imported.name in names else imported.name.rpartition(".")[0]
                targets.add(nearest)
        graph[module.name] = (targets & names) - {module.name}
    result: list[str] = []
    finished: set[str] = set()

    def visit(name: str, path: list[str]) -> None:
        if name in path:
            result.append(" > ".join([*path[path.index(name) :], name]))
        elif name not in finished:
            for target in sorted(graph[name]):
                visit(target, [*path, name])
            finished.add(name)

    for name in sorted(graph):
        visit(name, [])
    return result
