"""Every register and every field is in the lists that exports and fsck go by."""

import sys
from importlib import import_module
from pkgutil import walk_packages

import daicho
from daicho.foundation.history.registers import Register
from daicho.oversight.exports.holdings import REGISTERS
from daicho.oversight.exports.titles import FIELDS, title
from daicho.oversight.exports.titles import REGISTERS as TITLES


def declared() -> dict[str, str]:
    """Register name -> the module that declares it, over the whole program."""
    for module in walk_packages(daicho.__path__, "daicho."):
        if module.name.endswith((".service", ".current", ".storage")):
            import_module(module.name)
    return {
        value.name: name
        for name, module in list(sys.modules.items())
        if name.startswith("daicho.")
        for value in vars(module).values()
        if isinstance(value, Register)
    }


def test_no_register_is_forgotten() -> None:
    assert declared().keys() == {register.name for register in REGISTERS}


def test_every_register_has_a_table_and_a_subject_of_its_own() -> None:
    for names in (
        [r.name for r in REGISTERS],
        [r.table._meta.tablename for r in REGISTERS],
        [r.subject for r in REGISTERS],
    ):
        assert len(names) == len(set(names))


def test_every_row_has_the_columns_of_its_table() -> None:
    for register in REGISTERS:
        columns = {column._meta.name for column in register.table._meta.columns}
        assert columns == set(register.row.__struct_fields__), register.name


def test_every_register_and_every_field_has_a_japanese_heading() -> None:
    assert TITLES.keys() == {register.name for register in REGISTERS}
    fields = {field for register in REGISTERS for field in register.row.__struct_fields__}
    assert fields - FIELDS.keys() == set()
    assert title("no-such") == ("no-such", "no-such")
