"""What a piece of evidence is: a file that a section keeps as proof, and under which name."""

from datetime import datetime
from hashlib import sha256
from typing import Final, Literal

import msgspec

from daicho.foundation.kernel.errors import Invalid, Refused

Kind = Literal["photo", "signature", "certificate"]
MediaType = Literal["image/png", "image/jpeg", "image/webp", "application/pdf"]

MOST_BYTES: Final = 5_000_000
TAKEN: Final[frozenset[str]] = frozenset(
    {"image/png", "image/jpeg", "image/webp", "application/pdf"}
)
"""Media types that may be sent; pictures are kept as PNG or JPEG, drawn anew."""


class Evidence(msgspec.Struct, frozen=True):
    """A row beside its file: `blob` is the SHA-256 of what is kept, `bytes` its size.

    `signs` is the subject that a signature stands under, `take-out:...`; None until it is used.
    """

    id: str
    section: str
    kind: Kind
    media_type: str
    bytes: int
    blob: str
    uploaded_by: str
    uploaded_at: datetime
    signs: str | None = None


def named(kind: Kind, section: str, blob: str) -> str:
    """The id: SHA-256 in hex over kind, section and the file's own hash.

    The same file stands in one section's records once, and may stand in another's as well.
    """
    return sha256(f"{kind}:{section}:{blob}".encode()).hexdigest()


def signing(signature: Evidence, subject: str) -> Evidence:
    """Somebody signs for one act: the same picture under another one would be a copy."""
    if signature.signs is not None:
        raise Refused("signature-used", evidence=signature.id)
    return msgspec.structs.replace(signature, signs=subject)


def fits(kind: Kind, media_type: str) -> None:
    """Only a certificate may be a document; photographs and signatures are pictures."""
    if kind != "certificate" and not media_type.startswith("image/"):
        raise Invalid("evidence-of-another-kind", kind=kind, media_type=media_type)


def same_type(said: str, really: str) -> None:
    """A file that is sent as something else is taken as neither."""
    if said != really:
        raise Invalid("evidence-lies-about-its-type", says=said, is_really=really)
