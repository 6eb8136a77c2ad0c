"""One door for every write: rows change through `history.change()` only, and a change that opens it leaves an entry."""

import ast
from collections.abc import Iterator

from piccolo.table import Table

from daicho import schema
from tests.support.source import SRC, module_name, python_files

WRITES = {"insert", "update", "delete", "raw", "alter"}

PAST_THE_DOOR = {
    "daicho.foundation.history.registers": "the door's own hands",
    "daicho.foundation.history.service": "the entries, the tree's state, the used keys",
    "daicho.foundation.history.sealed": "names and texts beside the history, which can be erased",
    "daicho.foundation.history.checkpoints": "signed heads of the history",
    "daicho.foundation.identity.attempts": "counters of attempts to sign in",
    "daicho.foundation.identity.badges": "hashes of PINs",
    "daicho.foundation.identity.devices": "hashes of what devices prove themselves with",
    "daicho.foundation.identity.signing": "sessions, hashes of passwords",
    "daicho.foundation.outbox.service": "mails on their way",
    "daicho.foundation.blobs.service": "files by their hash, which never change",
    "daicho.places.drawings.backgrounds": "pictures under a drawing, as drafts are no register",
    "daicho.places.floors.drafts": "autosaved drawings, and documents by their hash",
}
"""Modules that write rows which are no register, and what these are."""


def _tables() -> set[str]:
    return {table.__name__ for table in schema.TABLES} | {"Table"}


def _named(node: ast.expr) -> str:
    """`Asset` of `Asset.insert` and of `tables.Asset.insert`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _direct_writes(tree: ast.AST, tables: set[str]) -> Iterator[int]:
    """Lines on which a table is written without the door."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = _named(node.func.value)
            if node.func.attr in WRITES and (owner in tables or owner == "table"):
                yield node.lineno


def _opens(item: ast.withitem) -> str | None:
    """The name that a `change(...) as c` gives."""
    call = item.context_expr
    opened = isinstance(call, ast.Call) and _named(call.func) == "change"
    return item.optional_vars.id if opened and isinstance(item.optional_vars, ast.Name) else None


def _silent_changes(tree: ast.AST) -> Iterator[int]:
    """Lines on which the door is opened and neither `c.add`, `c.amend` nor a helper that gets `c` follows."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.AsyncWith):
            continue
        for name in filter(None, map(_opens, node.items)):
            if not any(_records(inner, name) for inner in ast.walk(node)):
                yield node.lineno


def _records(node: ast.AST, name: str) -> bool:
    if not isinstance(node, ast.Call):
        return False
    by_itself = isinstance(node.func, ast.Attribute) and node.func.attr in {"add", "amend"}
    handed_on = any(isinstance(arg, ast.Name) and arg.id == name for arg in node.args)
    return handed_on or (by_itself and _named(node.func.value) == name)  # type: ignore[attr-defined]  # an attribute by now


def test_rows_of_registers_are_written_through_the_door_only() -> None:
    found = {
        f"{module}:{line}"
        for path in python_files(SRC / "daicho")
        if (module := module_name(path)) not in PAST_THE_DOOR
        for line in _direct_writes(ast.parse(path.read_text()), _tables())
    }
    assert found == set()


def test_every_change_leaves_an_entry() -> None:
    opened = 0
    for path in python_files(SRC / "daicho"):
        tree = ast.parse(path.read_text())
        opened += sum(_named(n.func) == "change" for n in ast.walk(tree) if isinstance(n, ast.Call))
        assert list(_silent_changes(tree)) == [], path.name
    assert opened > 25


def test_a_write_past_the_door_and_a_silent_change_are_seen() -> None:
    past = ast.parse("await Asset.insert(row)\nawait tables.Asset.update(values).where(x)")
    assert list(_direct_writes(past, {"Asset"})) == [1, 2]
    silent = ast.parse("async def f():\n async with change(a, now) as c:\n  await load(A, b)")
    assert list(_silent_changes(silent)) == [2]
    told = ast.parse(
        "async def f():\n async with change(a, now) as c:\n  await c.add(A, b, act='X')"
    )
    assert list(_silent_changes(told)) == []


def test_what_writes_past_the_door_is_still_there() -> None:
    known = {module_name(path) for path in python_files(SRC / "daicho")}
    assert set(PAST_THE_DOOR) <= known
    assert issubclass(schema.TABLES[0], Table)
