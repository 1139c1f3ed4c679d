"""The results of a demo lot, typed by the analyst against the pinned specification."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from batches.ledger import Value
from batches.quantity import parse_decimal
from batches.readings import asked
from batches.specification import Row
from elnapp.demo.story import Story
from elnapp.release import queries as release
from elnapp.results import queries, service
from elnapp.results.queries import Pinned
from elnapp.results.service import Found, Given, Unconfirmed

ANALYST, HEAD_QC, QA = "jpetit", "hlefevre", "amartin"
NO_LABORATORY_CAUSE = (
    "Acquisition, compensation, témoins FMO et viabilité revus : conformes. Lot d'anticorps en cours "
    "de validité, cytomètre contrôlé le jour même. Aucune cause de laboratoire."
)
RETEST_PLAN = "Un nouvel essai du panel complet sur le culot conservé à −80 °C, même méthode, second analyste."
CONFIRMED = "Le nouvel essai confirme le premier résultat ; aucune cause trouvée."
WORKED = {
    "DS-1": "3",
    "DS-2": "9.0",
    "ID-1-CD73": "98.9",
    "ID-1-CD90": "99.2",
    "ID-1-CD105": "97.6",
    "ID-2": "0.3",
    "PU-1": "95",
    "DO-1": "100",
    "SA-3": "0.5",
    "IPC-2": "49.0",
    "ID-5": "3.1",
    "SE-1": "18/412 21/420",
    "ID-6": "1.4",
    "PO-1": "46",
}


def enter_all(story: Story, lot: str, other: Mapping[str, str] | None = None) -> None:
    """Type one result for every row that has none; `other` differs from the worked lot by row."""
    typed = {**WORKED, **(other or {})}
    with story.house.kernel.reading() as session:
        pinned = release.pinned_specification(session, f"lot/{lot}")
        given = {r.row for r in queries.results(session, pinned.stream)}
    for row in pinned.specification.rows:
        if row.code in given:  # from a file
            continue
        enter(story, pinned, row.code, _values(row, typed.get(row.code)))
    review_all(story, lot)


def enter(story: Story, pinned: Pinned, code: str, values: Mapping[str, Value]) -> None:
    """Give one result, of the first sample taken for it, and confirm what asks for it."""
    kernel = story.house.kernel
    given = Given(code, values, sample=sample_for(story, pinned, code))
    try:
        service.enter(kernel, story.call(ANALYST, minutes=6), pinned, given)
    except Unconfirmed as unconfirmed:
        again = replace(given, confirmed=unconfirmed.token)
        service.enter(kernel, story.call(ANALYST, minutes=2), pinned, again)


def investigate(story: Story, lot: str, retest: Callable[[], None]) -> None:
    """Investigate what failed: no cause in the laboratory, one retest by plan, confirmed."""
    kernel, stream = story.house.kernel, f"lot/{lot}"
    with kernel.reading() as session:
        waiting = [o for o in queries.investigations(session, stream) if o.open]
    for oos in waiting:
        number = oos.number
        story.clock.wait(hours=3)
        found = Found("no_cause", NO_LABORATORY_CAUSE)
        service.laboratory(kernel, story.call(HEAD_QC), number, found)
        service.plan(kernel, story.call(HEAD_QC, minutes=20), number, 1, RETEST_PLAN)
        service.approve_plan(kernel, story.call(QA, minutes=50), number)
        story.clock.wait(days=1)
        retest()
        review_all(story, lot)
        _conclude(story, number)


def _conclude(story: Story, number: str) -> None:
    found = Found("confirmed", CONFIRMED)
    story.signed(
        QA,
        lambda call, proof: service.conclude(story.house.kernel, call, number, found, proof),
    )


def sample_for(story: Story, pinned: Pinned, code: str) -> str | None:
    """Give the first sample of the lot that the plan has for a row."""
    with story.house.kernel.reading() as session:
        views = queries.sample_views(session, pinned.stream, pinned.plan)
    return next((v.code for v in views if v.planned and code in v.planned.tests), None)


def review_all(story: Story, lot: str) -> None:
    """Let the head of quality control review what nobody has reviewed."""
    stream = f"lot/{lot}"
    with story.house.kernel.reading() as session:
        waiting = [r.id for r in queries.results(session, stream) if r.to_review]
    if waiting:
        call = story.call(HEAD_QC, minutes=15)
        service.review(story.house.kernel, call, stream, waiting)


def _values(row: Row, typed: str | None) -> dict[str, Value]:
    """Give the values of a row: two counts, an accepted choice, or a number."""
    fields = asked(row)
    if row.input == "counts":
        pairs = [p.split("/") for p in str(typed).split()]
        slots = [s for f in fields for s in f.slots]
        numbers = [*(p[0] for p in pairs), *(p[1] for p in pairs)]
        return {s: _number(n, "") for s, n in zip(slots, numbers, strict=True)}
    if row.input == "choice":
        accepted = typed or min(row.accepts)
        return {fields[0].name: Value(accepted)}
    return {fields[0].name: _number(str(typed), fields[0].unit)}


def _number(text: str, unit: str) -> Value:
    return Value(text, parse_decimal(text), unit)
