"""What handlers take from a path and a query, said once."""

from datetime import date
from typing import Annotated

from litestar.params import PathParameter, QueryParameter

# `$` alone would let one line feed stand behind the end.
_IDENT = r"^[0-9A-Za-z_\-]{1,64}(?!\n)$"

Id = Annotated[str, PathParameter(pattern=_IDENT)]
Code = Annotated[str, PathParameter(max_length=64)]
"""A control code as it was read: `kernel.codes.read` says what is wrong with it."""

OptionalId = Annotated[str | None, QueryParameter(pattern=_IDENT)]
Words = Annotated[str | None, QueryParameter(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*(?!\n)$")]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Flag = Annotated[bool, QueryParameter()]
Day = Annotated[date | None, QueryParameter()]
Height = Annotated[float, QueryParameter(ge=0, le=10_000)]
"""Millimetres above the floor."""
