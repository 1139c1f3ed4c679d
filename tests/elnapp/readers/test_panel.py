"""A panel is measured behind the walls, and one bad tube spoils its own markers alone."""

from __future__ import annotations

import pytest

from bench import fcs_panel as made
from elnapp.config import from_environment
from elnapp.readers import Limits, measure, sandbox
from elnapp.readers.panel import parts
from instruments.cytometry import measuring
from instruments.cytometry.measuring import PANELS, Measured, Wanted
from instruments.reading import Note, Refusal
from tests import library
from tests.instruments.cytometry.test_panel import LIBRARY, SHARES

BODY = library.body(LIBRARY / "MSC-AT-DEMO.yaml")
NAMES = {m["code"]: {lang: f"{m['code']} {lang}" for lang in ("en", "fr")} for m in BODY["markers"]}
WANTED = Wanted(BODY, NAMES, "print")
LIMITS = Limits.of(from_environment({"ELNAPP_PROFILE": "test", "ELNAPP_SECRET_KEY": "s" * 32}))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The tubes of a panel."""
    return made.panel(SHARES)


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """A measuring process that does what the bytes of a tube say."""
    monkeypatch.setattr(sandbox, "PANEL_CHILD", "tests.elnapp.readers.misbehaving_panel")


def wrong(found: Measured, marker: str) -> list[Note]:
    """What is wrong with a marker."""
    return [note for line in found.markers if line.marker.code == marker for note in line.faults]


def test_the_sandbox_says_what_the_arithmetic_says(files: dict[str, bytes]) -> None:
    """Every count, threshold, gate and picture, in both languages, to the last bit."""
    within = measure(files, WANTED, LIMITS)
    assert within == PANELS.decode(PANELS.encode(measuring.measure(files, WANTED)))
    assert len(within.pictures["fr"]) == len(within.pictures["en"]) == 8
    assert within.tubes["full"].gates.startswith("<")
    assert within.tubes["FMO_CD90"].gates == ""


def test_what_is_asked_for_alone_is_drawn(files: dict[str, bytes]) -> None:
    assert measure(files, Wanted(BODY), LIMITS).pictures == {}


def test_no_event_leaves_the_process(files: dict[str, bytes]) -> None:
    """The answer is small beside the files: what draws and counts is on the other side."""
    answer = PANELS.encode(measure(files, Wanted(BODY), LIMITS))
    assert 100 * len(answer) < sum(map(len, files.values()))


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (b"loop", "READER-TIME"),
        (b"swallow", "READER-MEMORY"),
        (b"crash", "READER-FAILED"),
        (b"chatter", "READER-ANSWER"),
        (b"connect", "READER-FAILED"),
        (b"open", "READER-FAILED"),
    ],
)
def test_a_tube_that_ends_the_process_spoils_its_own_markers(
    files: dict[str, bytes], misbehaving: None, act: bytes, code: str
) -> None:
    """It is named as the tube that could not be read; the markers of the others stand."""
    small = Limits(seconds=2, memory_mib=192, file_mib=64, answer_mib=4)
    control = next(name for name in files if "FMO_CD90" in name)
    found = measure({**files, control: act}, Wanted(BODY), small)
    (note,) = wrong(found, "CD90")
    assert (note.code, note.where) == (code, control)
    assert wrong(found, "CD73") == []
    assert next(line for line in found.markers if line.marker.code == "CD73").positives


def test_a_tube_that_is_too_large_is_not_opened(files: dict[str, bytes]) -> None:
    control = next(name for name in files if "FMO_CD90" in name)
    grown = {**files, control: files[control] + bytes(2 << 20)}
    found = measure(grown, Wanted(BODY), Limits(9, 192, 2, 64))
    assert [note.code for note in wrong(found, "CD90")] == ["READER-TOO-LARGE"]
    assert wrong(found, "CD73") == []


def test_what_is_too_much_together_is_refused(
    files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No tube alone can be blamed, so none is, and nothing is judged."""
    monkeypatch.setattr(sandbox, "PANEL_CHILD", "tests.elnapp.readers.misbehaving_panel")
    together = {**files, "a.fcs": b"together", "b.fcs": b"together"}
    with pytest.raises(Refusal) as refused:
        measure(together, Wanted(BODY), LIMITS)
    assert refused.value.note.code == "READER-FAILED"


def test_each_file_is_given_its_own_bytes() -> None:
    found = parts(memoryview(b"aabbb"), {"one": 2, "none": 0, "two": 3})
    assert {name: bytes(blob) for name, blob in found.items()} == {
        "one": b"aa", "none": b"", "two": b"bbb",
    }  # fmt: skip
