"""What the rules of labels look at: every asset with the label that holds for it."""

from collections.abc import Mapping
from datetime import date

from daicho.foundation.history.service import Change
from daicho.foundation.kernel.clock import today
from daicho.oversight.violations.rules.labels import Labelled
from daicho.things.assets.model import Asset
from daicho.things.labels import codebook
from daicho.things.labels import service as labels
from daicho.things.labels.codebook import Held
from daicho.things.labels.model import LabelCode, LabelPrint, LabelReading


async def labelled(known: Mapping[str, Asset]) -> list[Labelled]:
    """Inside the caller's transaction."""
    held = await codebook.held(known.keys())
    unread = {one.code for one in held.values() if not one.read}
    printed = await labels.printed(unread) if unread else set[str]()
    return [_labelled(known[thing], one, one.code in printed) for thing, one in held.items()]


def _labelled(asset: Asset, held: Held, printed: bool) -> Labelled:
    return Labelled(asset, _since(asset, held), printed or held.read, held.read)


def _since(asset: Asset, held: Held) -> date:
    """Another label has as long as the first one had."""
    return today(held.since) if held.since else asset.registered_on


def touched(c: Change) -> set[str]:
    """Codes of things whose label was printed, read or replaced in this change; places and badges may be among them."""
    read = {r.row.thing for r in c.recorded if isinstance(r.row, LabelReading)}
    issued = {r.row.thing for r in c.recorded if isinstance(r.row, LabelCode) and r.row.thing}
    printed = {code for r in c.recorded if isinstance(r.row, LabelPrint) for code in r.row.codes}
    return read | issued | printed
