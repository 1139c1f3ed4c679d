"""Files of plate readers are known by their bytes, and what allotropy makes of them is taken whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from elnapp.readers import Limits, read, sandbox
from instruments.plates import document
from instruments.plates.formats import PLATES
from instruments.reading import Parsed, Profile, Refusal, Source
from instruments.registry import recognise
from tests.instruments.shared import FOLDER, needs_shared

FILES = FOLDER / "plate_reader"
LIMITS = Limits(seconds=10, memory_mib=192, file_mib=64, answer_mib=64)
SIGNALS = ("absorbance", "fluorescence", "luminescence")
installed = pytest.mark.skipif(
    not sandbox.PLATES.is_file(), reason="`./dev plates` could not set up the environment"
)


def exports() -> list[str]:
    """Return every shared export of a plate reader."""
    found = (path for path in FILES.glob("*/*") if path.suffix != ".json")
    return sorted(str(path.relative_to(FILES)) for path in found) if FILES.is_dir() else []


def one_of_each() -> list[str]:
    """Return one export of each maker: a process that loads allotropy takes two seconds."""
    return list({Path(name).parent: name for name in exports()}.values())


def expected(name: str) -> dict[str, Any]:
    """Return the document that others expect of an export."""
    found: dict[str, Any] = json.loads((FILES / name).with_suffix(".json").read_text("utf-8"))
    return found


def measured(said: dict[str, Any]) -> Counter[tuple[str, str]]:
    """Count the signals of a document, found by a way of its own; -0 stands for none."""
    return Counter(
        (name, f"{value:.12g}")
        for name, value in _signals(said)
        if isinstance(value, (int, float)) and str(value) != "-0.0"
    )


def _signals(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        yield from ((name, node[name]["value"]) for name in SIGNALS if name in node)
        for value in node.values():
            yield from _signals(value)
    elif isinstance(node, list):
        for value in node:
            yield from _signals(value)


def taken(found: Parsed) -> Counter[tuple[str, str]]:
    """Count the signals of readings."""
    return Counter(
        (name, f"{float(each.values[name].value):.12g}")
        for each in found.readings
        for name in SIGNALS
        if name in each.values
    )


@needs_shared
@pytest.mark.parametrize("name", exports())
def test_an_export_is_known_by_its_bytes(name: str) -> None:
    blob = (FILES / name).read_bytes()

    assert recognise(blob, "file").id in {each.id for each in PLATES}


@needs_shared
@pytest.mark.parametrize("name", exports())
def test_every_signal_of_a_document_is_taken(name: str) -> None:
    said = expected(name)

    found = document.parsed(said, Source("x", "1", "0" * 64, 1), {}, Profile())

    assert taken(found) == measured(said)
    places = [each.locator for each in found.readings]
    assert len(places) == len(set(places))


@needs_shared
@installed
@pytest.mark.parametrize("name", one_of_each())
def test_an_export_is_read_in_the_sandbox_as_others_expect(name: str) -> None:
    found = read(FILES / name, Path(name).name, LIMITS, Profile(dates="mdy"))

    assert taken(found) == measured(expected(name))
    assert found.warnings[0].code == "PLATE-CONVERTED"
    assert all(each.measured_at is None for each in found.readings)  # no file names a zone


@needs_shared
def test_without_its_environment_a_file_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sandbox, "PLATES", tmp_path / "none")
    path = FILES / "moldev_softmax_pro" / "no_measurements.txt"

    with pytest.raises(sandbox.Refused, match="PLATE-ELSEWHERE") as refused:
        read(path, path.name, LIMITS)

    assert refused.value.format_id == "moldev.softmax-pro.txt"


@installed
def test_what_is_no_whole_export_is_refused_in_the_words_of_the_converter(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("##BLOCKS= 1\nPlate:\tP\t1.3\tPlateFormat\tEndpoint\n", encoding="utf-8")

    with pytest.raises(Refusal, match="PLATE-NOT-READ"):
        read(path, path.name, LIMITS)


def test_an_identifier_of_the_converter_is_no_word_of_the_instrument() -> None:
    feature = "differential count - 43bb6a5f-0b1c-4d2e-9f3a-0123456789ab"
    errors = {"error document": [{"error": "OVRFLW", "error feature": feature}]}
    signal = {"absorbance": {"value": 1.0, "unit": "mAU"}}
    said = well(**signal, **{"error aggregate document": errors})

    (found,) = document.parsed(said, Source("x", "1", "0" * 64, 1), {}, Profile()).readings

    assert [note.params["quantity"] for note in found.warnings] == ["differential count"]


def well(**more: Any) -> dict[str, Any]:
    """Make a document of one well."""
    sample = {
        "sample identifier": "P1 A1",
        "location identifier": "A1",
        "well plate identifier": "P1",
    }
    each = {"measurement identifier": "m", "sample document": sample, **more}
    said = {"measurement time": "T", "measurement document": [each]}
    group = {"measurement aggregate document": said, "analyst": "A"}
    return {"plate reader aggregate document": {"plate reader document": [group]}}


def one(said: dict[str, Any], raw: str = "", profile: Profile | None = None) -> Any:
    """Return the only reading of a document."""
    times = {"T": raw} if raw else {}
    origin = Source("x", "1", "0" * 64, 1)
    (found,) = document.parsed(said, origin, times, profile or Profile()).readings
    return found


def test_what_the_converter_makes_up_is_not_taken() -> None:
    found = one(well(absorbance={"value": -0.0, "unit": "mAU"}), "3/4/2024 10:00")

    assert (found.sample_id, found.locator) == ("", "plate P1, well A1")
    assert "absorbance" not in found.values
    assert (found.status, found.measured_at, found.measured_local) == ("error", None, "")
    assert {note.code for note in found.warnings} == {"PLATE-NO-VALUE", "TABLE-DATE-AMBIGUOUS"}


def test_an_optical_density_of_zero_is_a_zero_and_has_the_zone_of_the_profile() -> None:
    profile = Profile(zone="Europe/Paris", dates="dmy")

    found = one(well(absorbance={"value": 0.0, "unit": "mAU"}), "3/4/2024 10:00", profile)

    assert found.status == "ok"
    assert (found.values["absorbance"].value, found.values["absorbance"].unit) == (0, "{OD}")
    assert found.measured_at.isoformat() == "2024-04-03T08:00:00+00:00"


def test_a_kinetic_is_a_series_and_a_wavelength_a_setting() -> None:
    cube = {
        "cube-structure": {
            "dimensions": [{"concept": "elapsed time", "unit": "s"}],
            "measures": [{"concept": "fluorescence", "unit": "RFU"}],
        },
        "data": {"dimensions": [[0, 30.0]], "measures": [[1.5, None]]},
    }
    control = {"detector wavelength setting": {"value": 525, "unit": "nm"}}
    settings = {"device control document": [control]}
    said = well(
        **{"fluorescence profile data cube": cube, "device control aggregate document": settings}
    )

    found = one(said)

    assert found.series == {
        "elapsed_time s": (Decimal(0), Decimal(30)),
        "fluorescence {RFU}": (Decimal("1.5"), None),
    }
    assert found.values["detector_wavelength_setting"].unit == "nm"


def test_a_document_without_a_measurement_is_refused() -> None:
    with pytest.raises(Refusal, match="PLATE-NOTHING-MEASURED"):
        document.parsed(
            {"plate reader aggregate document": {}}, Source("x", "1", "0" * 64, 1), {}, Profile()
        )
