"""The `daicho` command: finds the verb's file, runs it, turns a refusal into one line and an exit code."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

import msgspec

from daicho import logs
from daicho.foundation.kernel.errors import Invalid, Refused

VERBS = (
    "serve",
    "migrate",
    "demo",
    "user",
    "floor",
    "labels",
    "ledger",
    "sweep",
    "export",
    "verify",
    "fsck",
    "witness",
    "openapi",
    "bench",
)
"""Each is a module of this package with `add_arguments(verbs)`; its parser sets `run`."""

BAD_INPUT = 2


def entry() -> None:
    """The console script."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run one verb: 0 good, 1 found something, 2 bad input. Answers go to standard output, the log to error."""
    logs.configure()
    args = _parser(argv[0] if argv else "").parse_args(argv)
    try:
        return int(args.run(args))
    except Refused as refused:
        return _tell(refused)
    except msgspec.ValidationError as invalid:
        return _tell(Invalid("request-invalid", place=argv[0], reason=str(invalid)))
    except BrokenPipeError:
        return 0


def _parser(first: str) -> argparse.ArgumentParser:
    """A parser that knows the verb that is asked for; for help, every verb."""
    parser = argparse.ArgumentParser(prog="daicho", description="台帳 Daicho")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for verb in (first,) if first in VERBS else VERBS:
        _module(verb).add_arguments(verbs)
    for sub in verbs.choices.values():
        if "--json" not in sub._option_string_actions:
            sub.add_argument("--json", action="store_true", help="JSON で答える / answer in JSON")
    return parser


def _module(verb: str) -> ModuleType:
    return import_module(f"daicho.cli.{verb}")


def _tell(refused: Refused) -> int:
    """One line on standard error, Japanese first."""
    from daicho.foundation.problems import sentence

    told = (sentence(refused.code, refused.facts, language) for language in ("ja", "en"))
    sys.stderr.write("daicho: " + " / ".join(dict.fromkeys(told)) + "\n")
    return BAD_INPUT


if __name__ == "__main__":
    entry()
