"""Whatever a reader does, the process around it ends, and the house learns why by name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from elnapp.config import UnsafeSettings, from_environment
from elnapp.readers import Limits, Refused, read, read_bytes, sandbox
from instruments.reading import Refusal

ROOT = Path(__file__).resolve().parents[3]
SMALL = Limits(seconds=1, memory_mib=128, file_mib=1, answer_mib=1)


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers that do what the file says."""
    monkeypatch.setattr(sandbox, "CHILD", "tests.elnapp.readers.misbehaving")


def refused(data: bytes) -> str:
    """The code with which a file is refused."""
    with pytest.raises(Refusal) as found:
        read_bytes(data, "file.bin", SMALL)
    return found.value.note.code


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("loop", "READER-TIME"),
        ("swallow", "READER-MEMORY"),
        ("nibble", "READER-MEMORY"),
        ("give up", "READER-MEMORY"),
        ("fall", "READER-FAILED"),
        ("crash", "READER-FAILED"),
        ("chatter", "READER-ANSWER"),
    ],
)
def test_a_reader_that_takes_too_much_is_ended(misbehaving: None, act: str, code: str) -> None:
    """Time, memory, a fault, a crash, an endless answer: each has its name."""
    assert refused(act.encode()) == code


def test_a_reader_that_only_waits_is_ended_by_the_clock(
    misbehaving: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It uses no processor time, so the parent counts."""
    monkeypatch.setattr(Limits, "wall_seconds", property(lambda _limits: 1))
    assert refused(b"sleep") == "READER-TIME"


def test_a_fault_names_the_place_and_nothing_of_the_file(misbehaving: None) -> None:
    """The words of the exception may be words of the file, which may name a person."""
    with pytest.raises(Refused) as found:
        read_bytes(b"fall", "file.bin", SMALL)
    what = str(found.value.note.params["what"])
    assert "misbehaving.py:" in what
    assert "donor" not in what
    assert found.value.format_id == "test"


@pytest.mark.parametrize("act", ["socket", "raw socket", "open", "write", "start"])
def test_a_reader_reaches_nothing(misbehaving: None, act: str) -> None:
    """No socket, not even past Python, no other file, no other process."""
    (note,) = read_bytes(act.encode(), "file.bin", SMALL).warnings
    assert note.code in {"OSError", "PermissionError"}


def test_a_reader_knows_no_setting(misbehaving: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the address of the database nor a secret is in its environment."""
    monkeypatch.setenv("ELNAPP_SECRET_KEY", "s" * 40)
    (note,) = read_bytes(b"environment", "file.bin", SMALL).warnings
    assert note.code == ""


def test_a_file_that_is_too_large_is_not_opened_to_a_reader(tmp_path: Path) -> None:
    """A sparse file of 2 MiB where 1 is allowed."""
    path = tmp_path / "large.fcs"
    with path.open("wb") as file:
        file.truncate(2 << 20)
    with pytest.raises(Refusal) as found:
        read(path, path.name, SMALL)
    assert found.value.note.code == "READER-TOO-LARGE"


def test_no_descriptor_and_no_child_stays(misbehaving: None) -> None:
    """A worker reads files for months."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    refused(b"crash")
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_limit_that_is_none_does_not_start() -> None:
    """A typing error in a setting would otherwise take a wall away."""
    env = {"ELNAPP_PROFILE": "test", "ELNAPP_READER_SECONDS": "0", "ELNAPP_DATA": "/nonexistent"}
    with pytest.raises(UnsafeSettings, match="ELNAPP_READER_SECONDS"):
        from_environment(env | {"ELNAPP_SECRET_KEY": "s" * 40})
