"""`daicho sweep` as an administrator or a timer runs it."""

import os
import subprocess
import sys

import msgspec
import pytest

from daicho.oversight.violations.service import RULES
from tests.support.mail import MailServer, serving
from tests.support.office import Template


@pytest.fixture
def environment(template: Template) -> dict[str, str]:
    """Points the command at the seeded register, which the command does not change."""
    settings = template.settings
    return {
        **os.environ,
        "DAICHO_DATA_DIR": str(settings.data_dir),
        "DAICHO_DATABASE_URL": settings.database_url,
    }


def _sweep(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "daicho.cli.main", "sweep", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_sweep_of_a_register_without_things_finds_nothing(environment: dict[str, str]) -> None:
    done = _sweep(environment, "--json")
    assert done.returncode == 0, done.stderr
    told = msgspec.json.decode(done.stdout)
    assert set(told["checked"]) == set(RULES)
    assert (told["found"], told["excepted"]) == ({}, {})
    assert (told["opened"], told["closed"]) == (0, 0)


def test_a_sweep_without_a_mail_server_reminds_nobody(environment: dict[str, str]) -> None:
    done = _sweep(environment)
    assert done.stdout.splitlines()[-1].endswith("/ no reminders by mail")
    assert msgspec.json.decode(_sweep(environment, "--json").stdout)["reminded"] is None


def test_a_sweep_with_a_mail_server_says_who_was_reminded(environment: dict[str, str]) -> None:
    with serving(MailServer()) as server:
        mail = {"DAICHO_SMTP_URL": server.url(), "DAICHO_MAIL_FROM": "daicho@ward.example"}
        done = _sweep(environment | mail, "--json")
    assert done.returncode == 0, done.stderr
    told = msgspec.json.decode(done.stdout)
    assert told["reminded"] == {"people": 0, "mails": 0, "taken": 0}


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_day_that_is_none_is_told_in_one_line(environment: dict[str, str]) -> None:
    done = _sweep(environment, "--as-of", "2023-02-30")
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = [one for one in done.stderr.splitlines() if one.startswith("daicho: ")]
    assert "--as-of" in line
