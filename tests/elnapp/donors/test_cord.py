"""Mother and newborn of an umbilical cord: a second protocol as pure data."""

from __future__ import annotations

import pytest

from batches.protocol import Protocol
from batches.text import Text
from elnapp.documents import queries as documents
from elnapp.donors import queries, service
from elnapp.donors.service import Conclusion, NewScreening
from elnapp.people import service as people
from elnapp.people.service import NewStudy
from elnapp.record import Kernel
from tests.cast import ADMINISTRATOR, PHYSICIAN, Cast
from tests.elnapp.donors.answers import DONATION, eligible, usual
from tests.elnapp.donors.physician import SIGNED

CORD = "NCT03562065"


def cord_donor(kernel: Kernel, cast: Cast) -> str:
    """Enrol a mother with her child in the study of the umbilical cord."""
    title = Text("MSC(UC) for lupus", "CSM(UC) pour le lupus")
    study = NewStudy(CORD, "SLS", title, "Promoteur de démonstration", "2026-500001-00-00", "v1.0")
    people.create_study(kernel, cast.call(ADMINISTRATOR), study)
    made = service.enrol(kernel, cast.call(PHYSICIAN), "SLS", CORD)
    with kernel.reading() as session:
        form = queries.forms(session, CORD)[0]
    given = service.NewConsent(form.id, SIGNED, "Europe/Paris", "fr")
    service.consent(kernel, cast.call(PHYSICIAN), str(made["donor"]), given)
    return str(made["donor"])


CORD_FIT = {
    "I01.age": "32", "I02.given": "yes", "I02.signed_on": "2026-11-02",
    "I03.weeks": "39", "I04.single": "yes", "E05.temperature": "37,4", "E06.hours": "6",
    "E07.apgar": "10", "E10.healthy": "unknown",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "conclusion"),
    [
        ({}, "PROVISIONAL"),
        ({"E10.healthy": "yes", "E10.seen_on": "2026-12-28"}, "ELIGIBLE"),
        ({"E10.healthy": "yes", "E10.seen_on": "2026-11-30"}, "PROVISIONAL"),
        ({"E10.healthy": "no", "E10.seen_on": "2026-12-28"}, "INELIGIBLE"),
        ({"E08.malformation": "yes"}, "INELIGIBLE"),
        ({"E05.temperature": "38.0"}, "INELIGIBLE"),
        ({"I03.weeks": "36"}, "INELIGIBLE"),
        ({"I01.age": "17"}, "INELIGIBLE"),
    ],
)
def test_mother_and_newborn_are_judged_by_the_same_code(
    kernel: Kernel, cast: Cast, changed: dict[str, str], conclusion: str
) -> None:
    code = cord_donor(kernel, cast)
    with kernel.reading() as session:
        version = documents.required(session, "screening", CORD, DONATION)
    protocol = Protocol.from_body(version.body)
    own = CORD_FIT | changed
    given = eligible(protocol)
    for criterion in protocol.criteria:
        asked = {p.name: own.get(f"{criterion.code}.{p.name}", usual(p)) for p in criterion.inputs}
        asked |= {"seen_on": own.get("E10.seen_on", "")} if criterion.code == "E10" else {}
        given[criterion.code]["inputs"] = {n: t for n, t in asked.items() if t}
    made = service.screen(
        kernel, cast.call(PHYSICIAN), code, NewScreening(version.id, DONATION, given)
    )
    assert made["conclusion"] == conclusion
    said = Conclusion(conclusion)
    call, proof = cast.call(PHYSICIAN), cast.proof(PHYSICIAN)
    service.determine(kernel, call, code, 1, said, proof)
    with kernel.reading() as session:
        row = queries.determinations(session, f"donor/{code}")[0].row
    assert row.protocol == f"{CORD} v1"
