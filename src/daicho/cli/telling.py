"""How a verb answers: a sentence for a person, JSON with `--json`."""

import argparse
import sys
from typing import Any

import msgspec


class Answer:
    """Writes one verb's answer to standard output in the form that was asked for."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._json = bool(getattr(args, "json", False))

    def tell(self, facts: Any, sentence: str) -> None:
        if self._json:
            sys.stdout.write(msgspec.json.encode(facts).decode() + "\n")
        else:
            sys.stdout.write(sentence + "\n")
