"""Harvest: the vessels of a repetition end, their cells become one pool, growth is computed.

`params.count` and `params.seed` name the steps of the same repetition that are relied on (`count`
and `seed` unless said). The convention of the master decides what the first harvest starts from:
"a" counts doublings from it (cumulative 0); "b" takes the colony-forming fraction that
`params.efficiency: {step, name}` points to. Cells that were thawed have doubled before: their first
harvest adds to the doublings of the vial, by either convention.

Where `params.pool` names a `pool` step, the vessels it emptied are those harvested; where the step
itself asks a table of vessels, those that were scanned. The others stay in culture, and the cells
seeded are counted by the share of the vessels harvested.
"""

from __future__ import annotations

from decimal import Decimal

from batches.formula import quotient
from batches.growth import FORMULAS
from batches.kinds.base import CELLS, Context, Kind, Values, merged, moment, number, within
from batches.kinds.checks import about, beyond, impossible, outside
from batches.kinds.labels import LABELS
from batches.kinds.leaves import scanned
from batches.kinds.pool import MOST, left_behind, standing
from batches.ledger import Act, Computed
from batches.steps import Bounds, Field, Step
from batches.verdict import Finding

_SECONDS = Decimal(3600)
# Below these there was no growth at all; it is taken, and it is worth a look.
GROWS = {"viable_harvested": Bounds("0.000001", None), "population_doublings": Bounds("0", None)}


def fields(step: Step) -> tuple[Field, ...]:
    """Ask the volume of the pooled suspension (mL) and the time of harvest."""
    return merged(
        step,
        (
            Field("volume", "decimal", LABELS["volume"], "mL", critical=True),
            Field("harvested_at", "time", LABELS["harvested_at"]),
        ),
    )


def _count(step: Step, ctx: Context) -> str:
    return ctx.sibling(str(step.params.get("count", "count")))


def _seed(step: Step, ctx: Context) -> str:
    return ctx.sibling(str(step.params.get("seed", "seed")))


def hours(step: Step, values: Values, ctx: Context) -> Decimal | None:
    """Give the hours from seeding to harvest by the stated times; None when one is missing."""
    seeded = moment(ctx.lookup(_seed(step, ctx), "seeded_at"))
    stated = values.get("harvested_at")
    harvested = moment(stated.text) if stated else None
    if seeded is None or harvested is None:
        return None
    return Decimal(int((harvested - seeded).total_seconds())) / _SECONDS


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse a harvest before its seeding, and one that has no count or seeding to rest on."""
    found = impossible(fields(step), values)
    for slot, code in scanned(fields(step), values, frozenset({"vessel"})):
        role = ctx.role(code)
        if role is not None and not within(role, _passage(step, ctx)):
            found += (Finding("K-OTHER-PASSAGE", {"code": code, "passage": ctx.top}, slot, 2),)
    if ctx.number(_count(step, ctx), "mean_concentration") is None:
        found += (Finding("K-NEEDS", {"step": _count(step, ctx)}, ctx.path),)
    if _seeded(step, values, ctx) is None and not _is_first(ctx):
        found += (Finding("K-NEEDS", {"step": _seed(step, ctx)}, ctx.path),)
    passed = hours(step, values, ctx)
    if passed is not None and passed <= 0:
        found += (Finding("K-TIME-ORDER", where="harvested_at"),)
    return found


def _passage(step: Step, ctx: Context) -> str:
    return _seed(step, ctx).partition("/")[0].partition(".")[0]


def _is_first(ctx: Context) -> bool:
    """Tell whether the cells were never harvested before, in this lot or in the stock they are from."""
    return _opens(ctx) and not ctx.thawed


def _opens(ctx: Context) -> bool:
    return ctx.repetition is None or ctx.repetition == ctx.first


def _seeded(step: Step, values: Values, ctx: Context) -> Decimal | None:
    """Give the cells seeded into what is harvested; of some vessels only, their share."""
    seeded, vessels = (ctx.number(_seed(step, ctx), n) for n in ("viable_seeded", "vessels"))
    chosen = _chosen(step, values, ctx)
    if seeded is None or not vessels or chosen is None or len(chosen) == vessels:
        return seeded
    return quotient(seeded * len(chosen), vessels) if chosen else seeded


def emptied(step: Step, values: Values, ctx: Context) -> tuple[Decimal | None, Decimal | None]:
    """Give how many vessels were harvested, and the area (cm2) of each as they were seeded."""
    chosen = _chosen(step, values, ctx)
    vessels, area = (ctx.number(_seed(step, ctx), name) for name in ("vessels", "area"))
    return (vessels if chosen is None else Decimal(len(chosen)), area)


def _asks(step: Step) -> bool:
    about = any(f.rows is not None and f.rows.of == "vessels" for f in step.fields)
    return about or "vessels" in step.scan


def _chosen(step: Step, values: Values, ctx: Context) -> tuple[str, ...] | None:
    """Give the roles of the vessels that were harvested; None where they all were."""
    if step.params.get("pool"):
        return pooled(ctx.sibling(str(step.params["pool"])), ctx)
    if not _asks(step):
        return None
    codes = scanned(fields(step), values, frozenset({"vessel"}))
    return tuple(dict.fromkeys(r for _slot, code in codes if (r := ctx.role(code)) is not None))


def pooled(path: str, ctx: Context) -> tuple[str, ...]:
    """Give the roles of the vessels that the pool step at `path` emptied."""
    codes = (
        ctx.lookup(path, f"{table}.{n}.{column}")
        for table in TABLES
        for n in range(1, MOST + 1)
        for column in COLUMNS
    )
    roles = (ctx.codes.get(code, code) for code in codes if isinstance(code, str))
    return tuple(dict.fromkeys(roles))


TABLES, COLUMNS = ("pooled", "scan_vessels", "vessels"), ("unit", "vessel", "code")


def compute(step: Step, values: Values, ctx: Context) -> tuple[Computed, ...]:
    """Compute viable cells harvested, doublings (PD), cumulative doublings and doubling time.

    Without a living cell there is no growth to compute; the first harvest has no PD of its own.
    """
    mean, volume = ctx.number(_count(step, ctx), "mean_concentration"), number(values, "volume")
    if mean is None or volume is None:
        return ()
    harvested = FORMULAS["total_viable"].function(mean, volume, CELLS, name="viable_harvested")
    if not harvested.value:
        return (harvested,)
    grown = _first(step, values, harvested.value, ctx) if _is_first(ctx) else None
    return (harvested, *(grown if grown is not None else _later(step, values, harvested, ctx)))


def _first(step: Step, values: Values, harvested: Decimal, ctx: Context) -> tuple[Computed, ...]:
    cumulative = FORMULAS["cumulative_doublings"].function
    if ctx.convention == "a":
        return (cumulative((), None, "a"),)
    link, seeded = step.params.get("efficiency"), _seeded(step, values, ctx)
    efficiency = ctx.number(str(link["step"]), str(link["name"])) if link else None
    if efficiency is None or not seeded:
        return ()
    doublings = FORMULAS["with_plating_efficiency"].function(
        seeded, harvested, efficiency, "cfu_f", name="population_doublings"
    )
    return (doublings, cumulative((), doublings.value, ctx.convention))


def _later(step: Step, values: Values, harvested: Computed, ctx: Context) -> tuple[Computed, ...]:
    seeded = _seeded(step, values, ctx)
    if not seeded:
        return ()
    doublings = FORMULAS["population_doublings"].function(seeded, harvested.value)
    found = [doublings]
    code = ctx.path.partition("/")[2]
    before = ctx.thawed if _opens(ctx) else ctx.sibling(code, back=1)
    earlier = ctx.number(before, "cumulative_doublings")
    if earlier is not None:
        found.append(
            FORMULAS["cumulative_doublings"].function((earlier,), doublings.value, ctx.convention)
        )
    passed = hours(step, values, ctx)
    if passed is not None and passed > 0:
        found.append(FORMULAS["doubling_time"].function(passed, doublings.value))
    return tuple(found)


def check(
    step: Step, values: Values, computed: tuple[Computed, ...], ctx: Context
) -> tuple[Finding, ...]:
    """Find limits passed, growth that is none (L08), and vessels left behind."""
    found = outside(fields(step), values) + beyond(step, computed)
    if _asks(step):
        found += left_behind(step, _chosen(step, values, ctx) or (), ctx)
    for result, bounds in ((r, GROWS[r.name]) for r in computed if r.name in GROWS):
        if result.value is not None and not bounds.holds(result.value):
            found += (Finding("L08", about(result, result.value, bounds), result.name, 2),)
    return found


def acts(
    step: Step, values: Values, computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """End the vessels harvested and create the pool of the repetition with the cells in it."""
    chosen = _chosen(step, values, ctx)
    vessels = standing(_passage(step, ctx), ctx) if chosen is None else chosen
    emptied = () if step.params.get("pool") else vessels  # the pool step has ended them
    ended = tuple(Act(f"end/{role}", "end", role, "", Decimal(1), "1") for role in emptied)
    viable = next((c.value for c in computed if c.name == "viable_harvested"), None)
    pool = Act(
        "pool",
        "create",
        f"pool/{ctx.segment}",
        "H",
        viable or Decimal(0),
        CELLS,
        vessels,
    )
    return (*ended, pool)


KIND = Kind("harvest", 1, fields, refusals, compute, check, acts)
