"""A master is read as it stands, and each of its faults is named with its place."""

from pathlib import Path
from typing import Any

import pytest

from batches.kinds import fields
from batches.master import Master, faults
from batches.steps import Bounds, Field
from tests import library
from tests.batches.masters import BODY, MASTER, body

LIBRARY = Path("elnapp/documents/library/master")


def test_the_small_master_has_no_fault() -> None:
    assert faults(BODY) == ()


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.yaml")), ids=lambda p: p.stem)
def test_every_shipped_master_has_no_fault_and_can_be_read(path: Path) -> None:
    shipped = library.body(path)

    assert faults(shipped) == ()
    assert Master.from_body(shipped).phases


def test_a_step_is_found_at_its_path_and_nowhere_else() -> None:
    place = MASTER.place("P1/count")

    assert place is not None
    assert (place.phase.code, place.repetition, place.step.code) == ("P", 1, "count")
    for path in (
        "P/count",
        "P01/count",
        "P3/count",
        "P-1/count",
        "REC1/weigh",
        "REC/none",
        "",
        "P1",
    ):
        assert MASTER.place(path) is None, path


def test_all_places_come_in_order_with_the_repetitions_that_are_open() -> None:
    paths = [place.path for place in MASTER.places({"P": 2})]

    assert paths[:3] == ["REC/weigh", "REC/accept", "P0/seed"]
    assert paths[6] == "P1/seed"
    assert paths[-1] == "FIN/fill"


def test_a_phase_says_its_number() -> None:
    phase = MASTER.phase("P")

    assert phase is not None
    assert phase.name(2, "en") == "Passage 2"


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("doublings_convention", "c", "MASTER-CONVENTION", "doublings_convention"),
        ("witness_within_min", 0, "MASTER-LIMITS", "witness_within_min"),
        ("phases/0/steps/0/kind", "brew", "MASTER-KIND", "phases/0/steps/0/kind"),
        ("phases/0/steps/0/verify", "X", "MASTER-VERIFY", "phases/0/steps/0/verify"),
        ("phases/0/steps/0/by", ["cook"], "MASTER-ROLE", "phases/0/steps/0/by"),
        ("phases/0/steps/0/by", [], "MASTER-ROLE", "phases/0/steps/0/by"),
        ("phases/0/steps/0/title/fr", " ", "MASTER-TEXT", "phases/0/steps/0/title/fr"),
        ("phases/0/steps/1/code", "weigh", "MASTER-TWICE", "phases/0/steps"),
        ("phases/0/steps/1/code", "a/b", "MASTER-CODE", "phases/0/steps"),
        ("phases/0/code", "P7", "MASTER-PHASE-NAMES", "phases/0/code"),
        ("phases/1/repeat/max", 1, "MASTER-REPEAT", "phases/1/repeat"),
        (
            "phases/1/steps/2/params/count",
            "later",
            "MASTER-RELIES",
            "phases/1/steps/2/params/count",
        ),
        (
            "phases/0/steps/0/fields/0/type",
            "float",
            "MASTER-FIELD-TYPE",
            "phases/0/steps/0/fields/0/type",
        ),
        (
            "phases/0/steps/0/fields/0/limits/act",
            ["9", "1"],
            "MASTER-LIMITS",
            "phases/0/steps/0/fields/0/limits/act",
        ),
        (
            "phases/0/steps/0/fields/0/limits/act",
            [20.0, "30"],
            "MASTER-LIMITS",
            "phases/0/steps/0/fields/0/limits/act",
        ),
        ("phases/0/steps/0/fields/1/name", "net", "MASTER-TWICE", "phases/0/steps/0/fields"),
        ("phases", [], "MASTER-SHAPE", "phases"),
        ("phases", None, "MASTER-SHAPE", ""),
    ],
)
def test_a_fault_is_named_with_its_place(path: str, value: Any, code: str, where: str) -> None:
    spoilt = body()
    *way, last = path.split("/")
    here: Any = spoilt
    for part in way:
        here = here[int(part)] if part.isdigit() else here[part]
    here[last] = value

    assert (code, where) in [(f.code, f.where) for f in faults(spoilt)]


def test_a_field_of_a_kind_keeps_its_unit() -> None:
    spoilt = body()
    spoilt["phases"][1]["steps"][0]["fields"] = [
        {"name": "area", "type": "decimal", "unit": "m2", "label": {"en": "a", "fr": "a"}}
    ]

    assert [f.code for f in faults(spoilt)] == ["MASTER-UNIT"]


def test_a_field_of_the_document_stands_in_for_that_of_the_kind() -> None:
    changed = body()
    changed["phases"][2]["steps"][2]["fields"] = [
        {"name": "containers", "type": "integer", "label": {"en": "Bags", "fr": "Poches"}}
    ]
    fill = Master.from_body(changed).step("FIN/fill")

    assert fill is not None
    bags = next(f for f in fields(fill) if f.name == "containers")
    assert bags.label.fr == "Poches"
    assert bags.possible == Bounds("1", "500")


def test_a_bare_yes_of_yaml_is_a_yes() -> None:
    label = {"en": "a", "fr": "a"}
    said = Field.from_body({"name": "a", "type": "yes_no", "label": label, "expected": True})

    assert said.expected == "yes"


@pytest.mark.parametrize(
    ("bounds", "en", "fr"),
    [
        (Bounds("20.0", "120.0"), "20.0–120.0", "20,0–120,0"),
        (Bounds("80", None), "≥ 80", "≥ 80"),
        (Bounds(None, "72.5"), "≤ 72.5", "≤ 72,5"),
    ],
)
def test_bounds_are_read_in_each_language(bounds: Bounds, en: str, fr: str) -> None:
    assert (bounds.read("en"), bounds.read("fr")) == (en, fr)
