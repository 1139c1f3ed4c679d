"""What a code names in each of its forms, who may see what, and how holds and orphans are said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from batches.people import Actor, Grant
from batches.tracing.graph import Graph
from batches.verdict import Unreadable
from bench import cluster, ledgers
from elnapp.record import Kernel, Stores, migrate
from elnapp.tracing.queries import Asked, check, trace
from tests.cast import ANALYST, TECHNICIAN, Cast
from tests.elnapp.tracing.conftest import LOTS

BAG = "AT26-00005-B07"


@pytest.fixture
def session(kernel: Kernel) -> Iterator[Session]:
    """The read-only session that pages read in."""
    with kernel.reading() as found:
        yield found


def ids(found: Graph) -> list[str]:
    return [node.id for node in found.nodes]


def starts(found: Graph) -> set[str]:
    return {node.id for node in found.nodes if node.key in found.starts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D-00002", {"D-00002"}),
        (" d-00002 ", {"D-00002"}),
        ("A999926000002", {"A999926000002"}),
        ("A9999 26 000002 6", {"A999926000002"}),
        ("=A99992600000200", {"A999926000002"}),
        ("=A99992600000266", {"A999926000002"}),
        ("FR001234A999926000002", {"A999926000002"}),
        ("SEC FR001234A999926000002 A00S112800120281130", {"A999926000002"}),
        ("at26-00005", {"AT26-00005"}),
        (BAG, {BAG}),
        ("AT26-00005-P2-08", {"AT26-00005-P2-08"}),
        ("lot/AT26-00005/units/" + BAG, {BAG}),
        ("lot/AT26-00005", {"AT26-00005"}),
        ("hold/AT26-00000-H01", {"hold/AT26-00000-H01"}),
        ("BENCH", {"document/master/BENCH/v1r1"}),
        ("master/BENCH", {"document/master/BENCH/v1r1"}),
        ("bench v1", {"document/master/BENCH/v1r1"}),
        ("cmoreau", {"cmoreau"}),
        ("donor/D-00002/consent/1", {"donor/D-00002/consent/1"}),
    ],
)
def test_every_form_of_a_code_names_its_thing(
    session: Session, text: str, expected: set[str]
) -> None:
    assert starts(trace(session, None, Asked(text))) == expected


def test_a_number_that_two_things_bear_names_both(session: Session) -> None:
    """The first pool of a lot and its first hold are both numbered H01."""
    assert starts(trace(session, None, Asked("AT26-00000-H01"))) == {
        "AT26-00000-H01",
        "hold/AT26-00000-H01",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "TRACE-EMPTY"),
        ("D-99999", "TRACE-UNKNOWN"),
        ("%", "TRACE-UNKNOWN"),
        ("x" * 5000, "TRACE-UNKNOWN"),
        ("AT26-00005-B99\x00", "TRACE-UNKNOWN"),
        ("A9999 26 000002 7", "DIN-CHECK"),
        ("A9999 26 O00002", "DIN-LETTER-O"),
        ("BENCH v9", "TRACE-UNKNOWN"),
    ],
)
def test_what_names_nothing_is_said_in_words(session: Session, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        trace(session, None, Asked(text))

    assert refused.value.finding.code == code


def test_a_bag_leads_up_to_one_donor_and_not_to_its_neighbours(session: Session) -> None:
    found = trace(session, None, Asked(BAG, "up"))

    assert [n.id for n in found.nodes if n.kind == "donor"] == ["D-00002"]
    assert {n.id for n in found.nodes if n.kind == "bag"} == {BAG, "AT26-00000-B01"}
    assert "AT26-00004" not in ids(found)


def test_a_donor_leads_down_to_every_unit_of_its_lots(session: Session) -> None:
    found = ids(trace(session, None, Asked("D-00002", "down")))

    for lot in (4, 5):
        for tail, *_rest in ledgers.PLAN:
            assert f"{ledgers.lot_of(lot)}-{tail}" in found


def test_a_vial_leads_into_the_lot_that_was_thawed_from_it(session: Session) -> None:
    found = ids(trace(session, None, Asked("AT26-00010-V01", "down")))

    assert {"AT26-00011", "AT26-00011-B18"} <= set(found)
    assert "AT26-00010-B01" not in found


def test_a_hold_is_inherited_by_what_was_made_with_what_it_holds(session: Session) -> None:
    held = {n.id: n for n in trace(session, None, Asked("AT26-00000")).nodes}
    fed = {n.id: n for n in trace(session, None, Asked(BAG)).nodes}

    assert (held["AT26-00000"].status, held["AT26-00000"].holds) == ("hold", ("AT26-00000-H01",))
    assert held["AT26-00000-B01"].status == "hold_inherited"
    assert (fed[BAG].status, fed[BAG].base) == ("hold_inherited", "quarantine")
    assert fed[BAG].inherited == ("AT26-00000-H01",)
    assert fed["D-00002"].status == "eligible"


def test_a_hold_counts_where_the_layer_is_not_shown(session: Session) -> None:
    found = trace(session, None, Asked(BAG, "down", ()))

    assert [(n.id, n.status) for n in found.nodes] == [(BAG, "hold_inherited")]


def test_the_layer_of_documents_is_one_step_and_the_way_in_goes_on(session: Session) -> None:
    shown = trace(session, None, Asked(BAG, "up", ("documents",)))
    begun = trace(session, None, Asked("master/BENCH", "up"))

    assert [n.id for n in shown.nodes if n.kind == "document"] == ["document/master/BENCH/v1r1"]
    assert len([n for n in begun.nodes if n.kind == "lot"]) == LOTS
    assert len([n for n in begun.nodes if n.kind == "donor"]) == LOTS // 2


def test_another_study_is_shown_as_outside_and_never_with_content(session: Session) -> None:
    reader = Actor("a", "A", (Grant("technician", "SLS", ledgers.STUDY),))
    whole = trace(session, None, Asked("D-00005", "down")).plain()
    found = trace(session, reader, Asked("D-00005", "down"))

    outside = [n for n in found.nodes if n.hidden]
    assert len(found.nodes) == len(whole["nodes"])
    assert len(found.edges) == len(whole["edges"])
    assert len(outside) == 1 + ledgers.PER_LOT
    assert "00011" not in str(found.plain())
    assert {(n.id.partition("/")[0], n.status, n.lot, n.place, n.uom) for n in outside} == {
        ("outside", "outside", "", "", "")
    }


def test_a_code_of_another_study_is_answered_like_one_that_does_not_exist(
    session: Session,
) -> None:
    reader = Actor("a", "A", (Grant("technician", "SLS", ledgers.STUDY),))
    for text in ("AT26-00011", "AT26-00011-B01"):
        with pytest.raises(Unreadable) as refused:
            trace(session, reader, Asked(text))
        assert refused.value.finding.code == "TRACE-UNKNOWN"


def test_a_function_without_donors_sees_codes_and_no_state_of_a_donor(
    session: Session, cast: Cast
) -> None:
    found = trace(session, cast.actor(ANALYST), Asked(BAG, "up"))
    donors = [n for n in found.nodes if n.kind == "donor"]

    assert [(n.id, n.status) for n in donors] == [("D-00002", "")]
    assert [n.id for n in found.nodes if n.hidden] == ["restricted/1"]
    assert "consent" not in {n.kind for n in found.nodes}
    seen = trace(session, cast.actor(TECHNICIAN), Asked(BAG, "up"))
    assert "donor/D-00002/consent/1" in ids(seen)


def test_the_store_checks_clean_and_says_how_many_units_begin_a_lot(session: Session) -> None:
    found = check(session)

    assert (found.units, found.lots, found.findings) == (LOTS * ledgers.PER_LOT, LOTS, ())
    assert found.rootless == 3 * LOTS - 1  # lot 11 was thawed from a vial of lot 10


@pytest.mark.postgres
def test_both_databases_give_the_same_answer(session: Session) -> None:
    """Also in the same order, and for a reader of one study."""
    reader = Actor("a", "A", (Grant("qa", "SLS", ledgers.STUDY),))
    with cluster.cluster() as url:
        other = Stores(url)
        migrate.upgrade(other)
        ledgers.into(url, LOTS)
        with other.reading() as elsewhere:
            assert check(elsewhere) == check(session)
            for text in ("D-00000", "D-00005", BAG, "AT26-00000-H01", "master/BENCH"):
                for direction in ("up", "down", "both"):
                    for who in (None, reader):
                        asked = Asked(text, direction, ("holds", "documents", "people", "files"))
                        here = trace(session, who, asked).plain()
                        assert trace(elsewhere, who, asked).plain() == here
        other.close()
