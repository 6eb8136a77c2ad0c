"""HTTP of evidence: a file comes as the body of a request and goes back as an attachment."""

from typing import Annotated

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import PathParameter, QueryParameter, RawBody

from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles, takes
from daicho.foundation.kernel.actor import Actor
from daicho.things.evidence import service
from daicho.things.evidence.model import MOST_BYTES, TAKEN, Kind

EvidenceId = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}(?!\n)$")]
Section = Annotated[str, QueryParameter(pattern=r"^[0-9A-Za-z_\-]{1,64}(?!\n)$")]
KindOf = Annotated[Kind, QueryParameter()]


class EvidenceKept(msgspec.Struct):
    """`id` is what other requests name; `media_type` and `bytes` are those of the file as it is kept."""

    id: str
    media_type: str
    bytes: int


class EvidenceRoutes(Controller):
    """Photographs, signatures and certificates."""

    path = "/evidence"
    tags = ("evidence",)

    @post(
        operation_id="uploadEvidence",
        opt=roles(*service.BRINGS) | takes(*sorted(TAKEN)),
        status_code=201,
        request_max_body_size=MOST_BYTES,
    )
    async def upload(
        self, body: RawBody, kind: KindOf, section: Section, request: Request[Actor, str, State],
        actor: Asker, now: Now, key: Once,
    ) -> EvidenceKept:  # fmt: skip
        """The body is the file itself: PNG, JPEG, WebP, or PDF for a certificate."""
        said = request.content_type[0].lower()
        row = await service.upload(kind, section, said, actor, now, key, content=body)
        return EvidenceKept(row.id, row.media_type, row.bytes)

    @get("/{evidence:str}", operation_id="getEvidence", opt=SIGNED_IN)
    async def file(self, evidence: EvidenceId, actor: Asker) -> Response[bytes]:
        """Never shown inside a page of ours: what people sent is only handed out."""
        kept = await service.file_of(evidence, actor)
        ending = kept.media_type.rpartition("/")[2]
        headers = {
            "Content-Disposition": f'attachment; filename="{evidence[:12]}.{ending}"',
            "Cache-Control": "private, max-age=31536000, immutable",
        }
        return Response(kept.body, media_type=kept.media_type, headers=headers)
