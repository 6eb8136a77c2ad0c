"""What an applicant says, in clear, and the same as it may stand in the register."""

import unicodedata
from datetime import date

import msgspec

from daicho.foundation.history.service import Change
from daicho.things.custody.acts import Plan
from daicho.things.custody.model import Contractor, Kind, Transport


class Company(msgspec.Struct, frozen=True):
    """A contractor whose people carry, in clear; the door seals it."""

    company: str
    persons: tuple[str, ...]
    contract: str


class Wanted(msgspec.Struct, frozen=True):
    """What an applicant says, in clear; the door seals it."""

    purpose: str
    destination: str
    planned_return: date | None
    carriers: tuple[str, ...]
    kind: Kind = "carry"
    transport: Transport | None = None
    contractor: Company | None = None
    outside: bool | None = None


def sealed(c: Change, wanted: Wanted) -> Plan:
    company = wanted.contractor
    return Plan(
        purpose=c.seal(wanted.purpose, place="purpose"),
        destination=c.seal(wanted.destination, place="destination"),
        planned_return=wanted.planned_return,
        carriers=wanted.carriers,
        kind=wanted.kind,
        transport=wanted.transport,
        contractor=_sealed_company(c, company) if company else None,
        outside=wanted.outside,
    )


def _sealed_company(c: Change, company: Company) -> Contractor:
    """Nobody of them stands in our registers: their names are texts like any other, and the same name is one person."""
    persons = {"".join(unicodedata.normalize("NFKC", p).split()): p for p in company.persons}
    return Contractor(
        company=c.seal(company.company, place="company"),
        persons=tuple(c.seal(person, place="persons") for person in persons.values()),
        contract=c.seal(company.contract, place="contract"),
    )
