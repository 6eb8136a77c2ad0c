"""The floors of a bundle: every floor in force on a day, drawn as it stood."""

from datetime import date


async def in_force(on: date) -> dict[str, bytes]:
    """Floor id -> SVG."""
    return {}
