"""Exports say what was read, are valid in the model they name, and are the same every time."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from bench.counter_documents import measurements
from instruments.asm import flow
from instruments.asm.document import document
from instruments.reading import Parsed, Quantity, Reading, Source
from instruments.registry import parse
from tests.instruments.pairs import COUNTERS, SHARED, expected, missing, pair_names

ROOT = Path(__file__).resolve().parents[3]
# Of the environment of the plate readers, which `./dev test` sets up, only the schemas are used.
PLACES = sorted((ROOT / ".state" / "plates" / "lib").glob("python3*/site-packages"))
SCHEMAS = (PLACES or [ROOT])[-1] / "allotropy" / "allotrope" / "schemas"
BASE = "http://purl.allotrope.org/json-schemas/"
with_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="`./dev plates` could not set up the environment of allotropy"
)


def exported(name: str, most: int | None = None) -> dict[str, Any]:
    """Return the export of a shared file, of its first readings where `most` says so."""
    path = COUNTERS / name
    found = parse(path.read_bytes(), path.name)
    return document(replace(found, readings=found.readings[:most]), path.name)


def faults(found: dict[str, Any]) -> list[str]:
    """Return what the schema that a document names has against it."""
    part = found["$asm.manifest"].removeprefix("http://purl.allotrope.org/manifests/")
    checker = _checker(SCHEMAS / "adm" / f"{part.removesuffix('.manifest')}.schema.json")
    return [f"{each.json_path}: {each.message[:200]}" for each in checker.iter_errors(found)]


@cache
def _checker(path: Path) -> Draft202012Validator:
    """Return what checks by a schema, with all that it refers to read and indexed once.

    A registry that is asked while it checks reads and indexes each part anew, at every reference.
    """
    schema = Resource.from_contents(json.loads(path.read_text(encoding="utf-8")))
    registry: Registry[Any] = Registry(retrieve=_retrieve)  # type: ignore[call-arg]
    known: set[str] = set()
    new = _named(schema.contents)
    while new:
        registry = registry.with_resources((uri, _retrieve(uri)) for uri in new)
        known |= new
        new = {u for uri in new for u in _named(_retrieve(uri).contents)} - known
    return Draft202012Validator(schema.contents, registry=registry.crawl())


def _named(node: Any) -> set[str]:
    """Return the other schemas that one refers to."""
    if isinstance(node, list):
        return {uri for each in node for uri in _named(each)}
    if not isinstance(node, dict):
        return set()
    found = {uri for each in node.values() for uri in _named(each)}
    reference = str(node.get("$ref", "")).partition("#")[0]
    return found | ({reference} if reference else set())


@cache
def _retrieve(uri: str) -> Resource[Any]:
    """Return one of the schemas that others refer to."""
    path = SCHEMAS / f"{unquote(uri).removeprefix(BASE)}.json"
    if not path.is_file():
        raise LookupError(uri)
    return Resource.from_contents(json.loads(path.read_text(encoding="utf-8")))


@missing
@pytest.mark.parametrize("name", pair_names())
def test_an_export_says_every_measured_value_that_others_expect(name: str) -> None:
    wanted = Counter(_flat(name, expected_of=True))
    found = Counter(_flat(name, expected_of=False))

    assert sorted((wanted - found).elements()) == []


def _flat(name: str, *, expected_of: bool) -> list[tuple[str, str, str]]:
    """Return sample, quantity and number of each value of a document."""
    rows = expected(name) if expected_of else measurements(exported(name))
    flat = []
    for each in rows:
        for quantity, (value, _) in each.values.items():
            if str(value) == "-0.0" or quantity == "ldh_molar_concentration":
                continue
            named, number = _ours(quantity, value) if expected_of else (quantity, value)
            flat.append((each.sample, named, f"{float(number):.12g}"))
    return flat


def _ours(quantity: str, value: Decimal) -> tuple[str, Decimal]:
    """Return an expected value as we say it.

    The documents give an activity in U/L times 0.0167 as mmol/L, and an optical density of 1 as 1
    mAU; it is 1000 mAU.  An activity has no place in the model: its readings are named instead.
    """
    return (quantity, value * 1000) if quantity == "absorbance" else (quantity, value)


@missing
@with_schemas
@pytest.mark.parametrize("name", pair_names())
def test_an_export_is_valid_in_its_model(name: str) -> None:
    assert faults(exported(name, 6)) == []


@missing
@with_schemas
def test_an_export_without_viability_would_not_be_valid() -> None:
    found = exported(pair_names()[0], 2)
    group = found["cell counting aggregate document"]["cell counting document"][0]
    measured = group["measurement aggregate document"]["measurement document"][0]
    values = measured["processed data aggregate document"]["processed data document"][0]
    values.pop("viability (cell counter)")

    assert faults(found)


@missing
def test_the_same_file_gives_the_same_bytes_and_no_path() -> None:
    name = pair_names()[0]
    path = COUNTERS / name
    first, again = json.dumps(exported(name)), json.dumps(exported(name))

    assert first == again
    assert "UNC path" not in first
    assert str(path.parent) not in first
    assert parse(path.read_bytes(), name).source.sha256 in first


@pytest.fixture
def tube() -> Parsed:
    """Give one data set of a cytometer."""
    total = {"event_count": Quantity(Decimal(1000), "1", "1000")}
    channels = {"pnn": ("FSC-A", "PE-A"), "pns": ("", "CD90")}
    one = Reading("flow_events", "D01", "data set 1", total, series=channels)
    return Parsed(Source("fcs", "1", "0" * 64, 10, model="Cytometer", serial="C1"), (one,))


@with_schemas
def test_populations_of_a_tube_are_nested_and_valid(tube: Parsed) -> None:
    gated = (
        flow.Population("Cells", 800, "All events"),
        flow.Population("Single cells", 700, "Cells"),
    )

    found = flow.document(tube, "tube.fcs", {"data set 1": gated})

    assert faults(found) == []
    assert _counts(found) == [1000, 800, 700]


def _counts(node: Any) -> list[int]:
    """Return the counts of all populations, outer first."""
    if isinstance(node, dict):
        own = [node["count"]["value"]] if "count" in node else []
        return own + [each for value in node.values() for each in _counts(value)]
    if isinstance(node, list):
        return [each for value in node for each in _counts(value)]
    return []


def test_a_time_that_the_file_does_not_give_is_never_written_alone() -> None:
    when = Reading("cell_count", "A", "row 2", measured_local="2024-02-19")
    found = Parsed(Source("x", "1", "0" * 64, 1), (when,))

    said = document(found, "x.csv")["cell counting aggregate document"]

    assert said["cell counting document"] == []
    assert "row 2" in said["data system document"]["custom information document"].values()


@missing
def test_a_logger_gets_a_plain_document_that_says_so() -> None:
    path = SHARED / "temperature_logger" / "RCPJ00010_02_202211090128.txt"

    found = document(parse(path.read_bytes(), path.name), path.name)

    assert "$asm.manifest" not in found
    assert "no Allotrope model" in found["document kind"]
    (run,) = found["reading aggregate document"]["reading document"]
    assert run["result document"]["mean kinetic temperature"] == {"value": 10.5, "unit": "degC"}
    assert len(run["series document"]["temperature Cel"]) == 124
