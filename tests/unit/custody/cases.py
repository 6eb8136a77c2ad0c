"""Assets, take-outs and people for tests of the pure model."""

from datetime import date, datetime

import msgspec

from daicho.foundation.kernel.actor import Role
from daicho.foundation.kernel.clock import JST
from daicho.things.assets.model import Asset
from daicho.things.custody.model import Standing, State, TakeOut

NOW = datetime(2023, 2, 20, 10, 0, tzinfo=JST)
TODAY = date(2023, 2, 20)
CODE = "0123456789ABJ"


def medium(**facts: object) -> Asset:
    usual = Asset(
        code=CODE,
        control_no="M-2022-0001",
        name="USBメモリ",
        kind="medium",
        type="usb",
        model="SU-32",
        serial="SN-1",
        state="in_storage",
        section="office",
        registered_on=TODAY,
        place="P",
        data_class=2,
    )
    return msgspec.structs.replace(usual, **facts)


def take_out(state: State = "requested", **facts: object) -> TakeOut:
    usual = TakeOut(
        id="t1",
        fiscal_year=2022,
        serial_no=1,
        asset=CODE,
        section="office",
        state=state,
        applicant="applicant",
        carriers=("carrier",),
        purpose="c:1",
        destination="c:2",
        planned_return=TODAY,
        requested_at=NOW,
        encrypted=True,
        container="c:3",
    )
    return msgspec.structs.replace(usual, **facts)


def somebody(person: str, *roles: Role, decides: bool = False) -> Standing:
    return Standing(person, frozenset(roles), decides)


HEAD = somebody("head", "section_head", decides=True)
CUSTODIAN = somebody("custodian", "custodian")
APPLICANT = somebody("applicant", "staff")
CARRIER = somebody("carrier", "staff")
