"""The tables of closures and office hours."""

from piccolo.columns import JSON, Boolean, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Section


class Closure(Table, tablename="closure"):
    """One day against the rule; without a section it holds for the whole municipality."""

    id = Varchar(length=36, primary_key=True)
    day = Date()
    name = Varchar(length=100)
    opens = Boolean()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)


class OfficeHours(Table, tablename="office_hours"):
    """The week of one section."""

    section = Varchar(length=36, primary_key=True)
    week = JSON()
