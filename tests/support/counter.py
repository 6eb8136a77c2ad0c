"""A shared scanner of the 日の里 office, and people who sign in on it with badge and PIN."""

import httpx

from daicho.foundation import db
from daicho.foundation.history.registers import load
from daicho.foundation.identity import hashing
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.tables import Credential
from daicho.foundation.kernel import codes
from tests.support.office import Client, Office

PASSWORD = "the own secret 7"  # of an invented person
PIN = "381952"


class Counter:
    """One claimed device, in whose browser people come and go."""

    def __init__(self, office: Office, browser: Client, device: str, badge: str) -> None:
        self.office = office
        self.browser = browser
        self.device = device
        self.badge = badge

    async def badge_of(self, account: str) -> str:
        async with db.read():
            person = await load(identity.PEOPLE, self.office.staff[account])
        assert person is not None
        return codes.printed(person.code)

    async def sign_in(self, *, badge: str | None = None, pin: str = PIN) -> httpx.Response:
        return await self.browser.post("/session/badge", {"badge": badge or self.badge, "pin": pin})


async def claimed(office: Office, name: str = "窓口スキャナー") -> tuple[Client, str]:
    """A browser that is a shared device of the office, and the device's id."""
    keeper = await office.client("fujii")
    body = {"name": name, "section": office.sections["nippori"]}
    enrolled = (await keeper.post("/devices", body, status=201)).json()
    browser = await office.client()
    await browser.post("/devices/claim", {"code": enrolled["enrolment_code"]}, status=200)
    return browser, str(enrolled["id"])


async def give_pin(office: Office, account: str) -> None:
    """A password for an account that has none yet, and the PIN with it."""
    async with db.write():
        await Credential.insert(Credential(account=account, hash=await hashing.hash_of(PASSWORD)))
    client = await office.client(account)
    await client.post("/me/pin", {"password": PASSWORD, "pin": PIN}, status=200)


async def counter_of(office: Office, account: str = "yamada") -> Counter:
    """A device in service, and somebody with a PIN."""
    browser, device = await claimed(office)
    await give_pin(office, account)
    counter = Counter(office, browser, device, "")
    counter.badge = await counter.badge_of(account)
    return counter
