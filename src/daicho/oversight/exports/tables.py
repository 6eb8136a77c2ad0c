"""The table of exports: who took what out of the registers, and the hash by which the bundle is known again."""

from piccolo.columns import JSON, BigInt, Boolean, Timestamptz, Varchar
from piccolo.table import Table


class Export(Table, tablename="export"):
    """`registers` null is every register; the last three columns are null until the bundle is cut.

    `made_by` is a staff id without a foreign key: the command line may cut a bundle as `system`, who is no person.
    """

    id = Varchar(length=36, primary_key=True)
    registers = JSON(null=True, default=None)
    as_of = Timestamptz()
    personal = Boolean()
    made_by = Varchar(length=36)
    made_at = Timestamptz()
    state = Varchar(length=10)
    manifest_sha256 = Varchar(length=64, null=True, default=None)
    size = BigInt(null=True, default=None)
    entries = BigInt(null=True, default=None)
