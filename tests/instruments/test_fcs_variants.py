"""2,000 files of a writer that shares nothing with the reader: exact, or refused for the true reason."""

from __future__ import annotations

import mmap
import struct
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bench.fcs_variants import BREAKS, variant
from bench.fcs_written import Variant, build, truth
from instruments.fcs import DataSet, read
from instruments.fcs.keywords import read_text
from instruments.reading import Refusal
from instruments.words import sentence

SEEDS = 2000


def wrong(seed: int) -> str:
    """What is wrong with how one variant is read; empty when nothing is."""
    made = variant(seed)
    try:
        found = read(build(made))
    except Refusal as refusal:
        told = sentence(refusal.note, "en") + sentence(refusal.note, "fr")
        right = refusal.note.code in made.refused and "…" not in told
        return "" if right else f"{seed}: {made.what} refused as {refusal}"
    return difference(found, made) and f"{seed}: {made.what} {difference(found, made)}"


def difference(found: tuple[DataSet, ...], made: Variant) -> str:
    """How a file was read otherwise than it was written."""
    if made.refused:
        return "was not refused"
    (one,) = found
    rows = [[column[n].item() for column in one.columns] for n in range(one.total)]
    if rows != truth(made):
        return "other numbers"
    kept = {key: value.replace("<D>", made.delimiter) for key, value in made.extra}
    return "other keywords" if {key: one.keywords[key] for key in kept} != kept else ""


def test_every_variant_is_read_exactly_or_refused_by_name() -> None:
    """Widths, orders, types, offsets, delimiters; and each third one with something broken."""
    assert [told for told in map(wrong, range(SEEDS)) if told] == []


def test_the_variants_hold_every_kind_many_times() -> None:
    """A generator that makes only easy files proves nothing."""
    made = [variant(seed) for seed in range(SEEDS)]
    kinds = Counter((each.kind, any(width % 8 for width in each.widths)) for each in made)
    broken = Counter(each.refused for each in made)

    assert set(kinds) >= {("I", False), ("I", True), ("F", False), ("D", False), ("A", True)}
    assert min(count for (kind, odd), count in kinds.items() if kind != "A" or odd) > 100
    assert len(broken) > len(BREAKS)
    assert broken[()] > SEEDS / 2
    assert len({each.order for each in made}) > 12


def segment(delimiter: str, pairs: list[tuple[str, str]]) -> bytes:
    """A TEXT segment as it stands in a file."""
    return (delimiter + "".join(f"{k}{delimiter}{v}{delimiter}" for k, v in pairs)).encode()


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("A", ""), ("B", "1")], {"A": "", "B": "1"}),
        ([("A", ""), ("B", ""), ("C", "1")], {"A": "", "B": "", "C": "1"}),
        ([("A", "1"), ("B", "")], {"A": "1", "B": ""}),
        ([("A", "1"), ("B", ""), ("C", "")], {"A": "1", "B": "", "C": ""}),
        ([("a ", "x")], {"A": "x"}),
    ],
)
def test_an_empty_value_moves_no_other(
    pairs: list[tuple[str, str]], expected: dict[str, str]
) -> None:
    """Each later keyword keeps its own value."""
    assert read_text(segment("/", pairs)).keywords == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/A///x/B/1/", {"A": "/x", "B": "1"}),
        ("/A////B/1/", {"A": "/", "B": "1"}),
        ("/A/x///B/1/", {"A": "x/", "B": "1"}),
        ("/A/1/B/2//", {"A": "1", "B": "2"}),
        ("/A/1/B/2", {"A": "1", "B": "2"}),
        ("/A/1/B/2/     ", {"A": "1", "B": "2"}),
    ],
)
def test_a_run_of_delimiters_has_one_meaning(text: str, expected: dict[str, str]) -> None:
    """Values may begin and end with the delimiter; the last one may end in one too many or none."""
    found = read_text(text.encode())
    assert (found.keywords, found.warnings) == (expected, [])


def test_what_has_no_meaning_is_refused_or_said() -> None:
    """A segment that begins with two delimiters; a keyword without a value at the end."""
    with pytest.raises(Refusal, match="FCS-TEXT-AMBIGUOUS"):
        read_text(b"//A/1/")
    assert [note.code for note in read_text(b"/A/1/B").warnings] == ["FCS-TEXT-TAIL"]


def test_a_lost_delimiter_is_seen() -> None:
    """Without it every later keyword would take the value of the one before."""
    with pytest.raises(Refusal) as refused:
        read_text(b"/$P1N/FSC-A$P1B/16/$P1R/1024/$TOT/3/")
    assert refused.value.note.code == "FCS-TEXT-SHIFTED"


def test_a_text_that_ends_one_byte_into_the_data_is_read_without_it() -> None:
    """Some software counts ends one too far; the shared byte belongs to the first event."""
    made = replace(variant(1), gap=0, offsets="header", version="FCS2.0", events=[[7] * 9])
    made = replace(made, widths=[8] * 9, kinds=["I"] * 9, ranges=[256] * 9, kind="I", order=(0, 1))
    whole = build(made)
    end = int(whole[18:26]) + 1
    (found,) = read(whole[:18] + b"%8d" % end + whole[26:])

    assert [int(column[0]) for column in found.columns] == [7] * 9
    assert "FCS-TEXT-END-BY-ONE" in {note.code for note in found.warnings}


def test_a_profile_chooses_between_two_places() -> None:
    """HEADER and TEXT both fit: the approved profile of the instrument says which is meant."""
    made = next(v for v in map(variant, range(SEEDS)) if v.what == "two places")
    blob = build(made)
    (found,) = read(blob, {"fcs.data_offsets": "header"})
    (other,) = read(blob, {"fcs.data_offsets": "text"})

    assert difference((found,), replace(made, refused=())) == ""
    assert "FCS-OFFSETS-DIFFER" in {note.code for note in found.warnings}
    assert other.table().tobytes() != found.table().tobytes()


def test_a_second_data_set_that_is_cut_is_named() -> None:
    """The first is read; what is lost is never lost in silence."""
    plain = replace(variant(1), delimiter="|", extra=[], tail=b"", gap=0, end_by_one=False)
    size = len(build(replace(plain, keywords={"$NEXTDATA": f"{0:010d}"})))
    first = build(replace(plain, keywords={"$NEXTDATA": f"{size:010d}"}))
    both = read(first + first[: size - 1])
    whole = read(first + build(replace(plain, keywords={"$NEXTDATA": f"{0:010d}"})))
    nowhere = read(first + b"something else")

    assert [each.number for each in whole] == [1, 2]
    assert (len(both), both[0].warnings[-1].params["code"]) == (1, "FCS-TRUNCATED")
    assert nowhere[0].warnings[-1].code == "FCS-NEXT-DATA"


def test_a_file_beyond_the_offsets_of_header(tmp_path: Path) -> None:
    """More than 99,999,999 bytes: HEADER has no room, TEXT rules, and nothing is copied."""
    total, begin = 8_400_000, 512
    words = {
        "$MODE": "L", "$DATATYPE": "F", "$BYTEORD": "1,2,3,4", "$NEXTDATA": "0", "$PAR": "3",
        "$TOT": str(total), "$BEGINDATA": str(begin), "$ENDDATA": str(begin + total * 12 - 1),
        "$BEGINANALYSIS": "0", "$ENDANALYSIS": "0", "$BEGINSTEXT": "0", "$ENDSTEXT": "0",
    }  # fmt: skip
    for n in (1, 2, 3):
        words |= {f"$P{n}N": f"D{n}", f"$P{n}B": "32", f"$P{n}R": "262144", f"$P{n}E": "0,0"}
    text = segment("|", list(words.items()))
    fields = (58, 58 + len(text) - 1, 0, 0, 0, 0)
    path = tmp_path / "large.fcs"
    with path.open("wb") as file:
        file.write(b"FCS3.1    " + b"".join(b"%8d" % each for each in fields) + text)
        file.seek(begin)
        file.write(struct.pack("<3f", 1.5, 2.5, 3.5))
        file.seek(begin + total * 12 - 12)
        file.write(struct.pack("<3f", 4.5, 5.5, 6.5))
    with path.open("rb") as kept, mmap.mmap(kept.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        (found,) = read(memoryview(mapped))
        assert found.matrix is not None
        ends = (list(found.matrix[0]), list(found.matrix[-1]), found.matrix.flags.owndata)
        shape, warnings = found.matrix.shape, found.warnings
        del found

    assert path.stat().st_size > 99_999_999
    assert (shape, warnings) == ((total, 3), ())
    assert ends == ([1.5, 2.5, 3.5], [4.5, 5.5, 6.5], False)
