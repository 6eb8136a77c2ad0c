"""The table of files by their hash."""

from piccolo.columns import Bytea, Integer, Varchar
from piccolo.table import Table


class Blob(Table, tablename="blob"):
    """Insert-only: the bytes of a file under their SHA-256."""

    sha256 = Varchar(length=64, primary_key=True)
    media_type = Varchar(length=80)
    size = Integer()
    body = Bytea()
