"""New information about a donor: recorded as it came, and the determination that it questions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from batches.eligibility import may_inform
from elnapp.donors import queries
from elnapp.donors.models import Information
from elnapp.donors.queries import DonorView
from elnapp.donors.service.writing import act_on, demand, recorded
from elnapp.record import Answer, Call, Kernel, Tx


@dataclass(frozen=True, slots=True)
class NewInformation:
    """What came to light: its kind, when it was learned in which zone, from whom, what was told."""

    kind: str
    learned_at: datetime
    zone: str
    source: str
    told: str


def inform(kernel: Kernel, call: Call, code: str, given: NewInformation) -> Answer:
    """Record new information; gives `{information, questioned}`.

    A determination that stands and opens the way is questioned at once, and a hold on the donor
    reaches all that was made from it.  Codes: DON-KIND, DON-FUTURE, DON-EMPTY.
    """

    def do(tx: Tx, donor: DonorView) -> Answer:
        demand(may_inform(given.kind, given.learned_at, given.source, given.told, tx.at))
        n = tx.number(donor.stream, "information")
        tx.add(
            Information(
                stream=donor.stream,
                address=f"{donor.stream}/information/{n}",
                n=n,
                kind=given.kind,
                learned_at=given.learned_at,
                zone=given.zone,
                source=given.source.strip(),
                told=given.told.strip(),
                lang=tx.actor.lang,
                **recorded(tx),
            )
        )
        tx.session.flush()
        questioned = bool(queries.questioned(tx.session, donor.stream))
        return {"donor": code, "information": n, "questioned": questioned}

    return act_on(kernel, call, "donors.inform", code, do, asdict(given))
