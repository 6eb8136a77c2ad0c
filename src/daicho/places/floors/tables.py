"""Tables of floors, their documents, versions and drafts, and of storage places."""

from piccolo.columns import (
    JSON,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from daicho.foundation.identity.tables import Person, Section


class Floor(Table, tablename="floor"):
    """A storey of a building and the section that answers for it."""

    id = Varchar(length=36, primary_key=True)
    name = Varchar(length=200)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)


class FloorDocument(Table, tablename="floor_document"):
    """Insert-only: the canonical bytes of a floor document under their SHA-256."""

    sha256 = Varchar(length=64, primary_key=True)
    body = Bytea()


class FloorVersion(Table, tablename="floor_version"):
    """A document in force from a day on; who drew it and who published it are different people."""

    id = Varchar(length=36, primary_key=True)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    version = Integer()
    document = ForeignKey(FloorDocument, on_delete=OnDelete.restrict, null=False)
    valid_from = Date()
    drafted_by = Varchar(length=36)
    drafters = JSON()
    published_by = Varchar(length=36)


class FloorDraft(Table, tablename="floor_draft"):
    """What the editor saves by itself: no entry of the history until it is published."""

    floor = ForeignKey(Floor, primary_key=True, on_delete=OnDelete.restrict, null=False)
    etag = Varchar(length=64)
    body = Bytea()
    drafted_by = Varchar(length=36)
    drafters = JSON()
    saved_at = Timestamptz()


class FloorProposal(Table, tablename="floor_proposal"):
    """A draft laid before a second person; `drafters` drew in it, `answer` is the reason of a return."""

    id = Varchar(length=36, primary_key=True)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    state = Varchar(length=20)
    etag = Varchar(length=64)
    valid_from = Date()
    why = Varchar(length=66)
    drafters = JSON()
    proposed_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    proposed_at = Timestamptz()
    decided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    answer = Varchar(length=66, null=True, default=None)


class AreaReview(Table, tablename="area_review"):
    """Somebody compared an area with what is there, on the version that held then."""

    id = Varchar(length=36, primary_key=True)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    area = Varchar(length=64)
    version = ForeignKey(FloorVersion, on_delete=OnDelete.restrict, null=False)
    result = Varchar(length=20)
    note = Varchar(length=66, null=True, default=None)
    reviewed_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    reviewed_at = Timestamptz()


class Place(Table, tablename="place"):
    """保管場所: a cabinet, safe, vault, shelf or key box with a label; `floor` is null while it stands on no plan."""

    code = Varchar(length=13, primary_key=True)
    name = Varchar(length=100)
    kind = Varchar(length=20)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=True, default=None)
    area = Varchar(length=64, null=True, default=None)
    lockable = Boolean()
    fireproof = Boolean()
    classes = JSON()
