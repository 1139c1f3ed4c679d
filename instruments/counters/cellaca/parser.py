"""Cellaca and Matrix results to readings, one a well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from instruments.counters import counting
from instruments.counters.cellaca.constants import (
    DILUTION,
    DILUTION_COLUMN,
    MILLIONS,
    OPERATOR,
    PER_ML,
    PLAIN_VIABILITY,
    SERIAL,
    TIME,
    VERSION,
)
from instruments.format import Format
from instruments.reading import Parsed, Profile, Quantity, Reading, Refusal
from instruments.tables import files
from instruments.tables.numerals import Numerals
from instruments.tables.times import Moment, moment

_HUNDRED = Decimal(100)


def sniff(head: bytes, _name: str) -> int:
    """Score the first bytes of a file by the names of either layout."""
    return max(counting.score(head, PER_ML), counting.score(head, MILLIONS))


def parse(blob: bytes, profile: Profile) -> Parsed:
    """Read the wells: densities in 10*6/mL, viability in %, what the head says of all of them.

    Raises `Refusal`: a column is missing, or nothing shows whether 0.87 is a share or a percentage.
    """
    layout = MILLIONS if counting.score(blob, MILLIONS) > counting.score(blob, PER_ML) else PER_ML
    found = counting.table(blob, profile, layout)
    head = counting.above(found.sheet, found.header)
    at = moment(head.pop(TIME), profile) if head.get(TIME) else Moment()
    made = counting.readings(found, layout, profile, _dilution(head, found.numerals))
    if found.header.find(("Viability (%)",)) is None:
        made = _percentages(made)
    operator = head.pop(OPERATOR, "")
    made = tuple(_placed(each, at, operator) for each in made)
    origin = files.source(
        blob, FORMAT.id, FORMAT.version, vendor="Revvity", software="Matrix",
        serial=head.pop(SERIAL, ""), software_version=head.pop(VERSION, ""), operator=operator,
    )  # fmt: skip
    return files.parsed(origin, found.sheet, made, profile, head)


def _dilution(head: dict[str, str], written: Numerals) -> Mapping[str, Quantity]:
    """Return the dilution that the head names for the plate; `Dilution: 2` means 2."""
    text = head.get(DILUTION, "").rpartition(":")[2]
    found = written.quantity(text, DILUTION_COLUMN.unit) if text else None
    if found is None:
        return {}
    head.pop(DILUTION)
    return {DILUTION_COLUMN.quantity: found}


def _placed(each: Reading, at: Moment, operator: str) -> Reading:
    """Give a well the time and the operator of its plate."""
    return replace(
        each,
        measured_at=at.at,
        measured_at_raw=at.raw,
        measured_local=at.local,
        operator=operator,
        warnings=(*each.warnings, *at.notes),
    )


def _percentages(made: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return viabilities in %, where the column does not say whether it holds shares.

    A printed `%`, any value above 1 or nothing but zeros settles it.  Else the counts must: a workbook
    stores 87 % as 0.87, and of the two meanings the one holds that all counts together lie nearer to.
    """
    found = [each.values["viability"] for each in made if "viability" in each.values]
    if any(each.raw.endswith("%") or each.value > 1 for each in found) or not any(
        each.value for each in found
    ):
        return made
    counted = [pair for each in made if (pair := _counted(each))]
    if not counted:
        raise Refusal("COUNT-SHARE-OR-PERCENT", column=PLAIN_VIABILITY[0], text=found[0].raw)
    as_share = sum(abs(given - share) for given, share in counted)
    as_percentage = sum(abs(given - share * _HUNDRED) for given, share in counted)
    return made if as_percentage <= as_share else tuple(_times_hundred(each) for each in made)


def _counted(each: Reading) -> tuple[Decimal, Decimal] | None:
    """Return the viability as given and as the share its counts come to; None without counts."""
    for part, whole in (
        ("viable_cell_count", "total_cell_count"),
        ("viable_cell_density", "total_cell_density"),
    ):
        three = [each.values.get(name) for name in ("viability", part, whole)]
        given, viable, total = (one if one and not one.qualifier else None for one in three)
        if given and viable and total and total.value > 0:
            return given.value, viable.value / total.value
    return None


def _times_hundred(each: Reading) -> Reading:
    """Return the reading with its viability as a percentage; the text stays as stored."""
    given = each.values.get("viability")
    if given is None:
        return each
    percent = Decimal(format(given.value.scaleb(2), "f"))  # the digits that were given, no more
    values = {**each.values, "viability": replace(given, value=percent)}
    return replace(each, values=values)


FORMAT = Format(
    "revvity.cellaca",
    "Revvity",
    "Cellaca, Matrix",
    "3",
    ("Cellaca results .xlsx without a head", "Matrix results .xlsx with a head"),
    sniff,
    parse,
)
