"""A file with several data sets: the one that is meant is measured, and none is guessed."""

from __future__ import annotations

import pytest

from bench import fcs_panel as made
from elnapp.demo.cytometer import chained
from instruments.cytometry.measuring import Measured, Wanted, measure
from instruments.cytometry.reading import read_tube
from instruments.locators import data_set, number_of
from instruments.reading import Refusal
from tests import library
from tests.instruments.cytometry.test_panel import LIBRARY, SHARES

BODY = library.body(LIBRARY / "MSC-AT-DEMO.yaml")
STAINED, POOR = "10_full_stain.fcs", {**SHARES, "CD90": 0.6}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A panel whose stained tube stands second in its file; the first is of other cells."""
    good = made.panel(SHARES)
    first = lambda words: made.tube("full", POOR, events=16_000, seed=7, keywords=words)  # noqa: E731
    return good | {STAINED: chained(first, good[STAINED])}


def cd90(found: Measured) -> float:
    line = next(m for m in found.markers if m.marker.code == "CD90")
    return 100 * (line.positives or 0) / (line.total or 1)


def test_the_chosen_one_is_counted(files: dict[str, bytes]) -> None:
    shares = [cd90(measure(files, Wanted(BODY, sets={STAINED: n}))) for n in (1, 2)]
    assert shares == pytest.approx([60, 99], abs=1.5)


@pytest.mark.parametrize("sets", [{}, {STAINED: 3}, {STAINED: 0}, {"FMO_CD90.fcs": 1}])
def test_none_is_guessed(files: dict[str, bytes], sets: dict[str, int]) -> None:
    found = measure(files, Wanted(BODY, sets=sets))
    assert [n.code for n in found.faults["full"]] == ["TUBE-SETS"]


def test_a_file_of_one_needs_no_choice_and_takes_the_right_one(files: dict[str, bytes]) -> None:
    control = files["FMO_CD90.fcs"]
    assert len(read_tube(control, "c")) == len(read_tube(control, "c", 1))
    with pytest.raises(Refusal, match="TUBE-SETS"):
        read_tube(control, "c", 2)


def test_a_name_leads_back_to_its_number() -> None:
    assert [number_of(data_set(n)) for n in (1, 2, 12)] == [1, 2, 12]
    with pytest.raises(ValueError, match="no data set"):
        number_of("row 3")
