"""The file of a cell counter as NucleoView writes it, for the counts of the demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

MODEL, SERIAL = "NucleoView NC-200", "9000201099909999"
_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Counted:
    """One count: the code of its sample, viable cells in 10*6/mL, viability in %."""

    sample: str
    viable: str
    viability: str


def nucleoview(
    counts: Sequence[Counted],
    at: datetime,
    zone: str = "Europe/Paris",
    serial: str = SERIAL,
    operator: str = "cmoreau",
) -> bytes:
    """Write the result of a run, one column a count; its clock stands in `zone`."""
    local = at.astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 0
    lines = [
        ("Image", *(f"{local:%Y%m%d}-{n:04d}-c-{one.sample}" for n, one in enumerate(counts, 1))),
        ("Operator", operator),
        ("Viability (%)", *(one.viability for one in counts)),
        ("Live (cells/ml)", *(_cells(one.viable) for one in counts)),
        ("Dead (cells/ml)", *(_dead(one) for one in counts)),
        ("Total (cells/ml)", *(_total(one) for one in counts)),
        ("Estimated cell diameter (um)", *("16.2" for _ in counts)),
        ("Multiplication factor", "1.000"),
        ("Instrument type", MODEL),
        ("Instrument s/n", f"s/n {serial}"),
        ("Date time", f"{local:%Y%m%d %H%M%S}"),
        ("Time zone offset", str(hours)),
        ("Application SW version", "1.4.2.0"),
        ("csv file version", "2"),
    ]
    head = "Viability and Cell Count Assay - DEMONSTRATION; ;"
    return "\r\n".join([head, *(";".join(line) + ";" for line in lines), ""]).encode()


def _cells(viable: str) -> str:
    return _written(Decimal(viable) * _MILLION)


def _total(one: Counted) -> str:
    return _written(_all(one))


def _dead(one: Counted) -> str:
    return _written(_all(one) - Decimal(one.viable) * _MILLION)


def _all(one: Counted) -> Decimal:
    """Give the cells that a count found, living or dead; without a living one, the living."""
    share = Decimal(one.viability) / 100
    viable = Decimal(one.viable) * _MILLION
    return viable / share if share else viable


def _written(cells: Decimal) -> str:
    return f"{cells:.3E}".replace("E+", "E")
