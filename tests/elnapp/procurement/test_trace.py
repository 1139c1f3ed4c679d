"""Donated material in a trace: from a container to its donor and receipt, and what is held."""

from __future__ import annotations

from datetime import timedelta

import pytest

from batches.tracing.graph import Graph
from elnapp.custody import queries as custody
from elnapp.demo.markers import Laboratory
from elnapp.procurement import service as procurement
from elnapp.quality import service as quality
from elnapp.record import Kernel
from elnapp.tracing.queries import Asked, check, trace
from tests import cast as people
from tests.elnapp.procurement.conftest import DIN, Ward

BOX = f"{DIN}-T01"


def traced(kernel: Kernel, text: str, direction: str = "both") -> Graph:
    """Trace as the command line does."""
    with kernel.reading() as session:
        return trace(session, None, Asked(text, direction, ("holds", "files")))


def kinds(found: Graph) -> set[str]:
    return {node.kind for node in found.nodes}


@pytest.fixture
def received(ward: Ward) -> Ward:
    """The ward after its donation was procured, handed over and received."""
    ward.procure()
    ward.hand_over()
    ward.receive()
    return ward


def test_a_container_leads_up_to_its_donor_and_down_to_its_receipt(
    received: Ward, kernel: Kernel
) -> None:
    up, down = traced(kernel, BOX, "up"), traced(kernel, BOX, "down")

    assert {"donor", "consent", "determination", "donation", "start"} <= kinds(up)
    assert {"start", "hand-over", "receipt", "file"} <= kinds(down)
    assert {n.id for n in up.nodes if n.kind == "donor"} == {received.donor}
    for text in (
        BOX.lower(),
        f" {DIN[:5]} {DIN[5:7]} {DIN[7:]}-T01 ",
        f"donation/{DIN}/units/{BOX}",
    ):
        assert traced(kernel, text, "up").starts == up.starts
    assert traced(kernel, f"donation/{DIN}/receipt", "up").nodes
    with kernel.reading() as session:
        assert check(session).findings == ()


def test_a_label_names_the_container_it_is_on(received: Ward, kernel: Kernel) -> None:
    procurement.make_label(kernel, received.cast.call(people.TECHNICIAN), DIN, BOX)
    label = f"donation/{DIN}/custody/{BOX}/labels/1"

    assert traced(kernel, label).starts == traced(kernel, BOX).starts


def test_a_hold_on_the_donated_material_reaches_its_containers(
    received: Ward, kernel: Kernel
) -> None:
    held = quality.place_hold(kernel, received.cast.call(people.QA), f"donation/{DIN}", "shipper")
    found = {n.id: n for n in traced(kernel, BOX).nodes}

    assert (found[DIN].status, found[DIN].holds) == ("hold", (held["number"],))
    assert (found[BOX].status, found[BOX].inherited) == ("hold_inherited", (held["number"],))
    assert f"hold/{held['number']}" in found


def test_a_bag_of_tissue_leads_up_to_the_results_that_the_conclusion_knew(
    received: Ward, kernel: Kernel
) -> None:
    """Results after a conclusion lead up to the one that holds as well, under a name of their own."""
    received.story.told = 10_000  # keys that the story before has not used
    laboratory = Laboratory(received.story)
    laboratory.open()
    sample = laboratory.draw(received.donor, received.collected - timedelta(minutes=20))
    received.story.clock.wait(days=1)
    laboratory.report(received.donor, sample, received.story.clock() - timedelta(hours=2))
    up = traced(kernel, BOX, "up")
    kinds_of = {n.key: n.kind for n in up.nodes}
    lines = {
        (kinds_of[e.above], e.relation, kinds_of[e.below])
        for e in up.edges
        if "marker" in kinds_of[e.above]
    }

    assert {"marker sample", "marker result", "determination"} <= kinds(up)
    assert ("marker sample", "was tested as", "marker result") in lines
    assert ("marker result", "came after", "determination") in lines
    assert ("marker result", "was known to", "determination") not in lines
    tube = next(n.id for n in up.nodes if n.kind == "marker sample")
    down = traced(kernel, tube, "down")
    assert BOX in {n.id for n in down.nodes}


def test_the_page_of_a_container_says_what_holds_its_donor(received: Ward) -> None:
    kernel, call = received.house.kernel, received.cast.call
    tissue = quality.place_hold(kernel, call(people.QA), f"donation/{DIN}", "shipper")
    donor = quality.place_hold(kernel, call(people.QA), f"donor/{received.donor}", "late result")
    own = quality.place_hold(kernel, call(people.QA), f"donation/{DIN}/units/{BOX}", "bag torn")
    other = f"{DIN}-S001"

    def held(code: str) -> list[tuple[str, str]]:
        with kernel.reading() as session:
            unit = custody.unit(session, code)
            assert unit is not None
            return [(one.hold.number, one.origin) for one in custody.holds_of(session, unit)]

    inherited = {(tissue["number"], DIN), (donor["number"], received.donor)}
    assert held(BOX)[0] == (own["number"], "")
    assert set(held(BOX)[1:]) == inherited
    assert set(held(other)) == inherited

    proof = received.cast.proof(people.QA)
    quality.lift_hold(kernel, call(people.QA), donor["number"], "cleared", proof)
    assert set(held(other)) == {(tissue["number"], DIN)}
