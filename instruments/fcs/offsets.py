"""Where the events stand: HEADER and TEXT both say it, and they do not always agree.

A place is taken when it lies in the file, touches neither TEXT nor ANALYSIS, and has the length of
$TOT events or one byte more (an end offset that counts one too far, as many writers do).  When only
one of the two fits it is used, and a warning tells that the other differs.  When both fit and differ
the file is refused, unless the instrument's approved profile says which of them its software means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from instruments.fcs.header import SIZE, Header, Segment
from instruments.fcs.keywords import whole
from instruments.fcs.layout import Layout
from instruments.reading import Note, Refusal

CHOICE = "fcs.data_offsets"  # in a profile: "header" or "text"


@dataclass(frozen=True, slots=True)
class Place:
    """The first byte of the events, the bytes they take, and how many there are.

    `total` is None for ASCII data of free width without $TOT.
    """

    begin: int
    length: int
    total: int | None


def pair(keywords: Mapping[str, str], name: str) -> Segment | None:
    """Give the segment that $BEGIN… and $END… of a name state; None when either is absent."""
    begin, end = whole(keywords, f"$BEGIN{name}"), whole(keywords, f"$END{name}")
    return None if begin is None or end is None else Segment(begin, end)


def analysis(header: Header, keywords: Mapping[str, str]) -> Segment | None:
    """Give the ANALYSIS segment, from HEADER or else from TEXT; None when there is none."""
    for each in (header.analysis, pair(keywords, "ANALYSIS")):
        if each is not None and each.stated and not each.filled and each.length > 0:
            return each
    return None


def find(
    header: Header,
    keywords: Mapping[str, str],
    layout: Layout,
    size: int,
    choices: Mapping[str, str],
    warnings: list[Note],
) -> Place:
    """Find the events among `size` bytes.

    `Refusal` FCS-KEYWORD-MISSING ($TOT from FCS 3.0 on), FCS-TOTAL (the length disagrees with $TOT),
    FCS-TRUNCATED, FCS-DATA-PLACE, FCS-OFFSETS-CONFLICT.
    """
    total = whole(keywords, "$TOT")
    if total is None and header.version != "FCS2.0":
        raise Refusal("FCS-KEYWORD-MISSING", keyword="$TOT")
    if total is None:
        warnings.append(Note("FCS-TOTAL-DERIVED"))
    if total == 0:
        return Place(SIZE, 0, 0)
    text = pair(keywords, "DATA")
    if text is None and header.version != "FCS2.0":
        warnings.append(Note("FCS-DATA-OFFSETS-MISSING"))
    given = {"header": header.data, "text": text}
    stated = {
        name: each for name, each in given.items() if each and each.stated and not each.filled
    }
    fits = _fit(header, keywords, layout, size, total)
    return _chosen(stated, given, fits, choices, warnings)


def _chosen(
    stated: Mapping[str, Segment],
    given: Mapping[str, Segment | None],
    fits: Callable[[Segment], Place | Refusal],
    choices: Mapping[str, str],
    warnings: list[Note],
) -> Place:
    """Take the one place that fits; two that differ are refused unless the profile chose."""
    tried = {name: fits(each) for name, each in stated.items()}
    good = {name: each for name, each in tried.items() if isinstance(each, Place)}
    if not good:
        raise next(iter(tried.values()), Refusal("FCS-DATA-UNSTATED"))  # type: ignore[misc]
    taken = next(iter(good))
    if len(set(good.values())) > 1:
        taken = choices.get(CHOICE, "")
        if taken not in good:
            header, text = stated["header"], stated["text"]
            raise Refusal("FCS-OFFSETS-CONFLICT", header=header.begin, text=text.begin)
    _tell(taken, stated, given, good[taken], warnings)
    return good[taken]


def _tell(
    taken: str,
    stated: Mapping[str, Segment],
    given: Mapping[str, Segment | None],
    place: Place,
    warnings: list[Note],
) -> None:
    """Record how the offsets differ from each other and from what was read."""
    header, text = given["header"], given["text"]
    if header and text and header.stated and text.stated and header != text:
        told = {
            "header": f"{header.begin}-{header.end}",
            "text": f"{text.begin}-{text.end}",
            "taken": "HEADER" if taken == "header" else "TEXT",
        }
        warnings.append(Note("FCS-OFFSETS-DIFFER", told))
    if stated[taken].length != place.length:
        warnings.append(Note("FCS-END-BY-ONE", {"end": stated[taken].end}))


def _fit(
    header: Header, keywords: Mapping[str, str], layout: Layout, size: int, total: int | None
) -> Callable[[Segment], Place | Refusal]:
    """Give the test of one place: what it holds, or why it cannot be it."""
    apart = [header.text]
    beside = analysis(header, keywords)
    if beside is not None:
        apart.append(beside)

    def fits(each: Segment) -> Place | Refusal:
        if each.begin < SIZE or each.length <= 0 or any(each.overlaps(other) for other in apart):
            return Refusal("FCS-DATA-PLACE", begin=each.begin, end=each.end)
        found = _measured(each, layout, total)
        if isinstance(found, Place) and each.begin + found.length > size:
            return Refusal("FCS-TRUNCATED", needed=each.begin + found.length, bytes=size)
        if isinstance(found, Refusal) and each.end > size:
            return Refusal("FCS-TRUNCATED", needed=each.end + 1, bytes=size)
        return found

    return fits


def _measured(each: Segment, layout: Layout, total: int | None) -> Place | Refusal:
    """Compare the length of a place with what $TOT events take."""
    if not layout.bits:
        return Place(each.begin, each.length, total)
    if total is None:
        total = each.length * 8 // layout.bits
    length = (total * layout.bits + 7) // 8
    # Where events are no whole bytes, one byte more could also be padding after each event.
    spare = 1 if layout.bits % 8 == 0 else 0
    if not 0 <= each.length - length <= spare or total == 0:
        return Refusal("FCS-TOTAL", total=total, needed=length, bytes=each.length)
    return Place(each.begin, length, total)
