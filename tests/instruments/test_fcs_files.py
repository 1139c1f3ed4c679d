"""Real files of the instruments of our units: read with the right count, or refused with the truth."""

from __future__ import annotations

import pytest

from instruments import registry
from instruments.fcs import read
from instruments.reading import Refusal
from tests.instruments.shared import FOLDER, needs_shared

FCS = FOLDER / "fcs"
Row = tuple[tuple[tuple[int, int], ...], str, set[str]]
SCALE, UTF8, BY_ONE = "FCS-SCALE-ZERO", "FCS-NOT-UTF8", "FCS-END-BY-ONE"

# Per file: events and channels of each data set; the matrix of the last one; the warnings of all.
EXPECTED: dict[str, Row] = {
    "100715.fcs": (((65016, 16),), "SPILL", set()),
    "3FITC_4PE_004.fcs": (((94569, 4),), "", {UTF8, SCALE}),
    "Applied Biosystems - Attune.fcs": (((22188, 26),), "", {"FCS-VALUE-EMPTY"}),
    "Beckman Coulter - Gallios.LMD": (((26383, 6), (26383, 5)), "$SPILLOVER", set()),
    "Cytek NL-2000.fcs": (((20000, 27),), "$SPILLOVER", set()),
    "Cytek_xP5.fcs": (((23126, 8),), "", set()),
    "EY_2013-07-19_PBS_FCS_2.0_Custom_Without_Add_Well_A1.001.fcs": (((10000, 16),), "", set()),
    "EY_2013-07-19_PBS_FCS_3.1_Custom_Add_Well_A1.001.fcs": (
        ((10000, 19),),
        "",
        {BY_ONE, "FCS-SPILL-SIZE"},
    ),
    "FCS3.0_Custom_Compatible.fcs": (((10000, 16),), "", set()),
    "FCS_3.0_Fortessa_PBS_Specimen_001_A1_A01.fcs": (((11585, 11),), "SPILL", set()),
    "G11.fcs": (((5785, 12),), "$SPILLOVER", set()),
    "Partec - CyFlow v2.9.fcs": (((72989, 4),), "", {BY_ONE}),
    "SG_2014-09-26_Duplicate_Names.fcs": (((8129, 9),), "", {"FCS-KEYWORD-TWICE", BY_ONE}),
    "Sample_Well_A02.fcs": (((37395, 8),), "", {UTF8, SCALE}),
    "Stratedigm - S1400.fcs": (((10000, 38),), "SPILL", set()),
    "System II listmode with extra info in bits D10-D15.LMD": (((10358, 6),), "", set()),
    "coulter.lmd": (((18110, 8), (18110, 8)), "", {BY_ONE}),
    "data1.fcs": (((13367, 8),), "", {UTF8, SCALE, "FCS-VALUE-EMPTY"}),
    "data_set_simple_line_100.fcs": (((100, 2),), "", set()),
    "data_start_offset_discrepancy_example.fcs": (
        ((2, 26),),
        "",
        {"FCS-OFFSETS-DIFFER", "FCS-SPILL-CHANNEL"},
    ),
    "facs_diva_test.fcs": (((83411, 12),), "SPILL", set()),
    "index_sorted_example.fcs": (((384, 13),), "SPILL", set()),
    "test_comp_example.fcs": (((10703, 18),), "SPILL", {BY_ONE}),
    "test_data_diamond_01.fcs": (((200000, 2),), "", set()),
    "variable_int_example.fcs": (((2, 26),), "", {"FCS-SPILL-CHANNEL"}),
}
REFUSED = {"corrupted.fcs": "FCS-NOT-FCS", "sample_header.fcs": "FCS-TRUNCATED"}


@needs_shared
@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_file_has_its_events(name: str) -> None:
    """As many events and channels as the instrument wrote, its matrix, and no warning unsaid."""
    sets = read((FCS / name).read_bytes())
    shapes, matrix, warnings = EXPECTED[name]
    last = sets[-1].spillover

    assert tuple((each.total, len(each.channels)) for each in sets) == shapes
    assert (last.keyword if last else "") == matrix
    assert {note.code for each in sets for note in each.warnings} == warnings


@needs_shared
@pytest.mark.parametrize("name", REFUSED)
def test_a_damaged_file_is_refused(name: str) -> None:
    """Files that end too early or are something else."""
    with pytest.raises(Refusal) as refused:
        read((FCS / name).read_bytes())
    assert refused.value.note.code == REFUSED[name]


@needs_shared
def test_every_file_of_the_folder_has_an_expectation() -> None:
    """A new sample fails until someone has looked at it; one reader knows each."""
    assert {path.name for path in FCS.iterdir()} == {*EXPECTED, *REFUSED}
    heads = {name: (FCS / name).read_bytes()[:64] for name in EXPECTED}
    assert {registry.recognise(head, name).id for name, head in heads.items()} == {"fcs"}


@needs_shared
def test_junk_above_the_range_is_no_data() -> None:
    """System II keeps other things in bits 10 to 15 of each 16-bit value; $PnR is 1024."""
    (found,) = read((FCS / "System II listmode with extra info in bits D10-D15.LMD").read_bytes())
    assert max(int(column.max()) for column in found.columns) < 1024
