"""Reads our own source as syntax trees: what the architecture tests ask of it."""

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
FAMILY = "Refused"
ASKS_THE_CLOCK = {"now", "today", "utcnow", "fromtimestamp"}


@dataclass(frozen=True)
class Refusal:
    """One place that refuses: the codes it may give and the facts it gives with them."""

    place: str
    codes: frozenset[str]
    facts: frozenset[str]
    open_facts: bool


def python_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def module_name(path: Path, root: Path = SRC) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def long_functions(tree: ast.Module, longest: int) -> list[tuple[str, int]]:
    """Functions of more lines than `longest`, with their length."""
    return [
        (node.name, length)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > longest
    ]


def imports(tree: ast.Module, module: str) -> Iterator[str]:
    """Every module or name imported anywhere in the file, as a dotted path."""
    package = module.split(".")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def foreign_rows(tree: ast.Module, module: str) -> set[str]:
    """Tables of other slices that this module imports."""
    slice_of_it = module.split(".")[:3]
    return {
        ".".join(parts[:4])
        for name in imports(tree, module)
        if (parts := name.split("."))[0] == "daicho"
        and len(parts) > 3
        and parts[3] == "tables"
        and parts[:3] != slice_of_it
    }


def clock_calls(tree: ast.Module) -> list[int]:
    """Lines that ask for the time: `datetime.now()`, `date.today()` and their like."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ASKS_THE_CLOCK
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and _last(node.func.value) in {"datetime", "date"}
    ]


def family(trees: dict[str, ast.Module]) -> tuple[set[str], set[str]]:
    """Names of the refusing classes, and of those among them that are made from a code."""
    classes = [node for tree in trees.values() for node in tree.body if _is_class(node)]
    names, plain = {FAMILY}, {FAMILY}
    grown = True
    while grown:
        grown = False
        for node in classes:
            if isinstance(node, ast.ClassDef) and node.name not in names and _bases(node) & names:
                names.add(node.name)
                plain |= {node.name} if _bases(node) & plain and not _has_init(node) else set()
                grown = True
    return names, plain


def refusals(
    tree: ast.Module, place: str, *, names: set[str], plain: set[str]
) -> tuple[list[Refusal], list[str]]:
    """What a module refuses with, and the places whose code cannot be read."""
    found: list[Refusal] = []
    unread: list[str] = []
    for call in _refusing_calls(tree, names, plain):
        codes = _codes(call.args[0], tree) if call.args else frozenset()
        where = f"{place}:{call.lineno}"
        if not codes:
            unread.append(where)
            continue
        facts = frozenset(word.arg for word in call.keywords if word.arg)
        spread = any(word.arg is None for word in call.keywords)
        found.append(Refusal(where, codes, facts, spread))
    return found, unread


def placeholders(sentence: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def _refusing_calls(tree: ast.Module, names: set[str], plain: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last(node.func) in plain:
            yield node
        elif isinstance(node, ast.ClassDef) and _bases(node) & names and _has_init(node):
            yield from (call for call in ast.walk(node) if _is_super_init(call))


def _codes(value: ast.expr, tree: ast.Module) -> frozenset[str]:
    """The code itself, or every text that its name is given in this module."""
    if not isinstance(value, ast.Name | ast.Attribute):
        return _texts(value)
    wanted = _last(value)
    given = [given for node in ast.walk(tree) if (given := _given_to(wanted, node)) is not None]
    return frozenset().union(*map(_texts, given))


def _given_to(name: str, node: ast.AST) -> ast.expr | None:
    """The value that `name` gets here, by assignment or as a keyword."""
    if isinstance(node, ast.Assign):
        return node.value if any(_last(to) == name for to in node.targets) else None
    if isinstance(node, ast.AnnAssign):
        return node.value if _last(node.target) == name else None
    if isinstance(node, ast.keyword):
        return node.value if node.arg == name else None
    return None


def _texts(value: ast.expr) -> frozenset[str]:
    if isinstance(value, ast.IfExp):
        return _texts(value.body) | _texts(value.orelse)
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return frozenset({value.value})
    if isinstance(value, ast.Subscript | ast.Attribute | ast.Name | ast.Call | ast.Compare):
        return frozenset()
    return frozenset(
        node.value
        for node in ast.walk(value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _is_class(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef)


def _bases(node: ast.ClassDef) -> set[str]:
    return {_last(base) for base in node.bases}


def _has_init(node: ast.ClassDef) -> bool:
    return any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)


def _is_super_init(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__init__"
    )


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""
