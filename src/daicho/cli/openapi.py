"""`daicho openapi`: what the API offers, as the front end's types are made from it."""

import argparse
import sys

import msgspec


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("openapi", help="OpenAPI 3.1 (JSON)")
    verb.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    from daicho.app import create_app
    from daicho.foundation.settings import Settings

    schema = create_app(Settings()).openapi_schema.to_schema()
    encoded = msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1)
    sys.stdout.write(encoded.decode() + "\n")
    return 0
