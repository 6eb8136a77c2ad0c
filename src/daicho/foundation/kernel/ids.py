"""Identifiers that sort by the time they were made (UUIDv7, RFC 9562)."""

import uuid_utils


def new_id() -> str:
    """A fresh UUIDv7 in its usual 36 characters."""
    return str(uuid_utils.uuid7())
