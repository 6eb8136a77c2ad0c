"""`daicho demo`: what it reports, what it leaves, and that it takes an empty database only."""

import json
import stat
from collections import Counter
from pathlib import Path

import pytest

from tests.support.office import fresh_database
from tests.support.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

BUILT = {
    "AR-01", "AR-02", "AR-04", "TM-01", "TM-02", "TM-03", "TM-05", "TM-06", "TM-07", "TM-08",
    "TM-09", "TM-10", "TM-11", "MD-02", "MD-03", "MD-04", "MD-05", "MD-06",
    "MD-07", "MD-09", "MD-10", "MD-15",
    "MD-01", "DP-07", "MD-11", "MD-12", "MD-13", "ST-01", "ST-02",
    "DP-01", "DP-02", "DP-03", "DP-04", "DP-05", "DP-06", "DP-08", "DP-09",
    "BI-02", "BI-03",
}  # fmt: skip


@pytest.fixture
def machine(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Server:
    """A machine with nothing on it but the command."""
    if engine == "sqlite":
        return Server(tmp_path)
    server = request.getfixturevalue("postgres_server")
    return Server(tmp_path, fresh_database(server, f"demo_{tmp_path.parent.name[-6:]}"))


def test_the_demo_reports_the_blind_spot_at_an_assigned_desk_and_nothing_else(
    machine: Server,
) -> None:
    assert machine.daicho("demo").returncode == 0
    swept = json.loads(machine.daicho("sweep", "--json").stdout)
    assert (swept["found"], swept["excepted"]) == ({"TM-01": 1, "TM-03": 1}, {})
    assert set(swept["checked"]) == BUILT
    assert all(count > 0 for count in swept["checked"].values())
    assert (swept["opened"], swept["closed"]) == (0, 0)
    assert machine.daicho("fsck").returncode == 0
    _accounts(machine.data_dir / "demo-accounts.json")
    again = machine.daicho("demo")
    assert again.returncode == 2
    assert again.stderr.count("\n") == 1
    assert "The register is not empty" in again.stderr


def _accounts(file: Path) -> None:
    """Whom one can sign in as: readable by the owner only, two persons where four eyes need them."""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    accounts = json.loads(file.read_text())
    assert set(accounts[0]) == {"account", "password", "role", "name", "section", "staff_id"}
    roles = Counter(a["role"] for a in accounts)
    assert set(roles) == {
        "staff", "section_head", "custodian", "facility_admin", "security_manager", "auditor",
        "system_admin",
    }  # fmt: skip
    assert min(roles.values()) >= 2
    sections = Counter(a["section"] for a in accounts if a["role"] == "staff")
    assert max(sections.values()) >= 2
