"""Writing a judged panel: its row and its pictures, which were drawn and kept before the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from elnapp.record import StoredFile, Tx
from elnapp.results.models import Panel
from elnapp.results.service.measuring import Done

SVG = "image/svg+xml"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel stands in its lot, and what it was run of."""

    stream: str
    id: str
    n: int
    sample: str | None
    passage: int | None

    @property
    def address(self) -> str:
        """Give its address."""
        return f"{self.stream}/panels/{self.n}"


def write_panel(
    tx: Tx,
    place: Place,
    done: Done,
    results: Mapping[str, str] | None = None,
    said: Sequence[Mapping[str, str]] = (),
) -> Panel:
    """Add the row of a panel and its pictures; `results` by marker, `said` beside its own findings."""
    answer, template = done.answer, done.template
    formula = f"{answer['formula']['id']}@{answer['formula']['version']}"
    _keep_pictures(tx, place, done)
    return tx.add(
        Panel(
            id=place.id, stream=place.stream, address=place.address, n=place.n,
            template_id=template.id, template=template.name, template_hash=template.hash,
            formula=formula, sample_unit=place.sample, passage=place.passage,
            verdict=answer["verdict"],
            tubes=[{"role": role, **texts(tube)} for role, tube in answer["tubes"].items()],
            markers=texts(answer["markers"]), findings=[*answer["findings"], *said],
            results=dict(results or {}), pictures=done.pictures, judged_by=tx.actor.id,
            judged_by_name=tx.actor.name, judged_at=tx.at,
        )
    )  # fmt: skip


def texts(value: Any) -> Any:
    """Give numbers as the texts they are stored as: a record holds no binary fraction."""
    if isinstance(value, Mapping):
        return {str(name): texts(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [texts(one) for one in value]
    return str(value) if isinstance(value, float | Decimal) else value


def _keep_pictures(tx: Tx, place: Place, done: Done) -> None:
    kept: set[str] = set()
    for lang, pictures in done.pictures.items():
        for one in pictures:
            if one["sha256"] in kept:
                continue
            kept.add(one["sha256"])
            tx.add(
                StoredFile(
                    stream=place.stream, address=place.address, sha256=one["sha256"],
                    size=done.sizes[one["sha256"]], media_type=SVG,
                    name=f"{one['name']}.{lang}.svg",
                )
            )  # fmt: skip
