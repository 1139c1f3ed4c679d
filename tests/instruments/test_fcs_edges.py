"""57 files, each with one thing that readers get wrong: read exactly, or refused by name."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from instruments.fcs import DataSet, read, scaled
from instruments.reading import Note, Refusal
from instruments.words import sentence
from tests.instruments.shared import FOLDER, needs_shared

EDGE = FOLDER / "synthetic" / "fcs_edge"
TRUTH: dict[str, Any] = (
    json.loads((EDGE / "truth.json").read_text(encoding="utf-8")) if EDGE.is_dir() else {}
)
# Files that could be read or refused: what this reader does with them.
REFUSED_BY_CHOICE = {"tot_too_small.fcs"}
REASONS = {
    "par_missing.fcs": "FCS-KEYWORD-MISSING",
    "p3n_missing.fcs": "FCS-KEYWORD-MISSING",
    "mode_correlated.fcs": "FCS-MODE",
    "truncated.fcs": "FCS-TRUNCATED",
    "tot_too_large.fcs": "FCS-TOTAL",
    "tot_too_small.fcs": "FCS-TOTAL",
    "bomb_tot.fcs": "FCS-TOTAL",
    "bomb_par.fcs": "FCS-PAR",
    "offset_past_eof.fcs": "FCS-TRUNCATED",
    "negative_offset.fcs": "FCS-OFFSET",
    "fcs1_0.fcs": "FCS-VERSION",
    "not_fcs_png.fcs": "FCS-NOT-FCS",
    "empty.fcs": "FCS-EMPTY",
}
WARNINGS = {
    "header_text_offset_mismatch": "FCS-OFFSETS-DIFFER",
    "data_end_off_by_one": "FCS-END-BY-ONE",
    "missing_required_keyword": "FCS-DATA-OFFSETS-MISSING",
    "not_utf8": "FCS-NOT-UTF8",
    "duplicate_keyword": "FCS-KEYWORD-DIFFERS",
    "duplicate_pnn": "FCS-NAME-TWICE",
}


def readable() -> list[str]:
    """Files that are read."""
    return [
        name
        for name, truth in TRUTH.items()
        if truth["expect"] != "reject" and name not in REFUSED_BY_CHOICE
    ]


def said(note: Note) -> str:
    """The English sentence of a note, with nothing missing in it."""
    told = sentence(note, "en")
    assert "…" not in told
    assert "…" not in sentence(note, "fr")
    return told


def check_events(found: DataSet, truth: dict[str, Any]) -> None:
    """Names, count, first and last row, medians."""
    table = found.table()
    assert (found.total, [channel.pnn for channel in found.channels]) == (
        truth["events"],
        truth["names"],
    )
    assert [list(row) for row in table[:1]] == [truth["first_row"]][: found.total]
    assert [list(row) for row in table[-1:]] == [truth["last_row"]][: found.total]
    medians = [float(np.median(column[np.isfinite(column)])) for column in table.T if len(column)]
    assert medians == truth["medians_raw"]


def check_beside(found: DataSet, truth: dict[str, Any]) -> None:
    """Keywords, analysis, scale, spillover, values that are no numbers."""
    assert {key: found.keywords[key] for key in truth.get("keywords", {})} == truth.get(
        "keywords", {}
    )
    assert dict(found.analysis) == truth.get("analysis", {})
    assert found.non_finite() == truth.get("non_finite", 0)
    if "medians_scaled" in truth:
        pairs = zip(found.columns, found.channels, strict=True)
        scales = [float(np.median(scaled(column, channel))) for column, channel in pairs]
        assert scales == pytest.approx(truth["medians_scaled"], rel=1e-12)
    matrix = truth.get("spillover")
    if matrix == "invalid":
        assert found.spillover is None
        assert any(note.code.startswith("FCS-SPILL-") for note in found.warnings)
    elif matrix:
        assert found.spillover is not None
        assert list(found.spillover.names) == matrix["channels"]
        assert found.spillover.matrix.tolist() == matrix["matrix"]


@needs_shared
@pytest.mark.parametrize("name", readable())
def test_a_good_file_is_read_exactly(name: str) -> None:
    """Every number, and every warning the truth asks for."""
    truth = TRUTH[name]
    sets = read((EDGE / name).read_bytes())
    check_events(sets[0], truth)
    check_beside(sets[0], truth)
    assert len(sets) == truth.get("datasets", 1)
    codes = {note.code for note in sets[0].warnings if said(note)}
    assert {WARNINGS[word] for word in truth.get("warn", []) if word in WARNINGS} <= codes


@needs_shared
@pytest.mark.parametrize("name", REASONS)
def test_a_bad_file_is_refused_by_its_true_reason(name: str) -> None:
    """No other error than a refusal, with a sentence in both languages."""
    with pytest.raises(Refusal) as refused:
        read((EDGE / name).read_bytes())
    assert refused.value.note.code == REASONS[name]
    assert said(refused.value.note)


@needs_shared
def test_every_file_of_the_truth_is_tried() -> None:
    """Neither list forgets one, and the lists agree with the truth."""
    assert len(TRUTH) == 57
    assert {*readable(), *REASONS} == set(TRUTH)
    assert all("reject" in TRUTH[name]["expect"] for name in REASONS)
