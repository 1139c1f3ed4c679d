"""What is typed in one passage of the complete master, from the numbers of what grew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from elnapp.demo.worked_rows import rows

LAST = 3


@dataclass(frozen=True, slots=True)
class Grown:
    """One passage: viable 10*6 in each vessel, vessels, cm2 each, mean 10*6/mL, mL, viability.

    `start` and `end` are the days of seeding and of harvest; `stock` tells that a stock is made.
    """

    each: str
    vessels: int
    area: str
    mean: str
    volume: str
    viability: str
    start: int
    end: int
    stock: bool = False

    @property
    def seeded(self) -> Decimal:
        """Give the viable cells seeded in all, 10*6."""
        return Decimal(self.each) * self.vessels


PASSAGES = (
    Grown("2.544", 3, "636", "2.86", "20", "94", 0, 9),
    Grown("19.08", 1, "6360", "7.65", "20", "94", 9, 15, stock=True),
    Grown("19.08", 2, "6360", "16.0", "20", "94", 15, 21),
    Grown("19.08", 8, "6360", "11.7", "100", "95", 21, 27),
)


def passage(n: int, group: str, step: str, grown: Sequence[Grown]) -> str | None:
    """Give what is typed at a step of passage `n`, in one of its groups or in none."""
    found = (_GROUPS[group] if group else _STEPS).get(step)
    return found(n, grown) if found else None


def _codes(n: int, grown: Sequence[Grown], rest: str = "") -> list[str]:
    count = grown[n].vessels
    return [f"{{lot}}-P{n}-{i:02d}{rest}" for i in range(1, count + 1)]


def _scans(n: int, grown: Sequence[Grown]) -> str:
    return rows("scan_vessels", "unit", *_codes(n, grown)) + " "


def _label(n: int, grown: Sequence[Grown]) -> str:
    count = grown[n].vessels
    used = f"printed={count + 2} applied={count} specimen=1 destroyed=1"
    return f"scan_label={{lot}}-ETQ {used}"


def _seed(n: int, grown: Sequence[Grown]) -> str:
    one = grown[n]
    volume = "130" if one.area == "636" else "1200"
    said = f"cells_from={'pool' if n else 'svf'} viable_seeded={one.seeded} vessels={one.vessels} "
    table = rows("filled", "volume viable", *(f"{volume} {one.each}" for _ in range(one.vessels)))
    return f"{said} area={one.area} seeded_at={{now}} {table}"


def _incubate(n: int, grown: Sequence[Grown]) -> str:
    moved = rows("moved", "unit place", *_codes(n, grown, " SLS-E02-A"))
    return f"{moved} in_at={{now}} out_of_incubator=25"


def _wash_off(n: int, grown: Sequence[Grown]) -> str:
    return _scans(n, grown) + "after=42 washes=2 medium=390 floating=many fed_at={now}"


def _observe(n: int, grown: Sequence[Grown]) -> str:
    seen = rows(
        "cultures", "vessel confluence confluence_second morphology",
        *_codes(n, grown, " 45 50 spindle"),
    )  # fmt: skip
    return f"{seen} medium_clear=yes contamination=no photo=IMG-P{n}.jpg"


def _feed(n: int, grown: Sequence[Grown]) -> str:
    fed = "medium_lot=MC-{lot} volume_per_area=0.20 interval=72 out_of_incubator=15 fed_at={now}"
    return _scans(n, grown) + fed


def _harvest_now(n: int, grown: Sequence[Grown]) -> str:
    decided = "product" if n == LAST else "passage"
    days = grown[n].end - grown[n].start
    return _scans(n, grown) + (
        f"confluence.1=80 confluence.2=85 days={days} morphology=spindle contamination=no "
        f"harvest={decided} image=IMG-P{n}-FIN.jpg reason='Confluence atteinte.'"
    )


def _spent(n: int, grown: Sequence[Grown]) -> str:
    return _scans(n, grown) + f"sterility=1 mycoplasma={1 if n == 1 else 0}"


def _detach(n: int, grown: Sequence[Grown]) -> str:
    return _scans(n, grown) + "enzyme=100 started_at={now-5} ended_at={now} detached=95"


def _stop(n: int, grown: Sequence[Grown]) -> str:
    return f"stop=150 stop_ratio=1.5 emptied={grown[n].vessels} stopped_at={{now}}"


def _pool(n: int, grown: Sequence[Grown]) -> str:
    return rows("pooled", "unit", *_codes(n, grown)) + f" resuspended={grown[n].volume}"


def _count(n: int, grown: Sequence[Grown]) -> str:
    one = grown[n]
    counts = f"viable_concentration.1={one.mean} viable_concentration.2={one.mean}"
    viable = f"viability.1={one.viability} viability.2={one.viability}"
    return f"{counts} {viable} diameter=18 counted_at={{now}} counter_file=numeration-p{n}.csv"


def _harvest(n: int, grown: Sequence[Grown]) -> str:
    return f"volume={grown[n].volume} harvested_at={{ripe}}"


def _samples(n: int, _grown: Sequence[Grown]) -> str:
    taken, aged = (1 if n else 0), (2 if n == 1 else 0)
    return f"phenotype={taken} senescence={aged} rna={aged // 2} retained=0 drawn={2 * taken}"


def _go_on(n: int, grown: Sequence[Grown]) -> str:
    stock = "stock" if grown[n].stock else "no_stock"
    return (
        "by_telephone=no age_within_limit=yes growth_normal=yes sterile_to_date=yes "
        f"morphology_normal=yes next=go_on bank={stock} reason='Croissance et images conformes.'"
    )


def _plan(n: int, grown: Sequence[Grown]) -> str:
    after = grown[n + 1]
    planned = f"planned_vessels={after.vessels} planned_area={after.area}"
    destination = "stock" if grown[n].stock else "quality"
    return f"planned_density=3.0 {planned} destination={destination} why='Surplus du passage.'"


def _ready(n: int, _grown: Sequence[Grown]) -> str:
    return f"freezer_ready=yes labels_ready=yes people_ready=yes reason='Récolte finale à P{n}.'"


def _end_samples(n: int, grown: Sequence[Grown]) -> str:
    return _scans(n, grown) + "mycoplasma=1 mycoplasma_retained=1 sterility=1 taken_at={now}"


def _product_labels(_n: int, _grown: Sequence[Grown]) -> str:
    printed = "printed=12 vials_printed=14 outer_printed=12 specimen=6"
    return f"scan_label={{lot}}-ETQ template=BAG-EXAMPLE-v1 read_back=yes {printed}"


def _stored(_n: int, _grown: Sequence[Grown]) -> str:
    vials = rows(
        "vials", "vial place",
        *(f"{{lot}}-V{i:02d} SLS-LN1-V1" for i in range(1, 13)),
    )  # fmt: skip
    return f"{vials} transfer=2"


def _same(words: str) -> Callable[[int, Sequence[Grown]], str]:
    def given(_n: int, _grown: Sequence[Grown]) -> str:
        return words

    return given


Words = dict[str, Callable[[int, Sequence[Grown]], str]]
_STEPS: Words = {
    "label": _label,
    "seed": _seed,
    "incubate": _incubate,
    "wash_off": _wash_off,
    "harvest_now": _harvest_now,
    "spent_medium": _spent,
    "rinse": _same("buffer_per_area=0.15 rinses=2"),
    "detach": _detach,
    "stop": _stop,
    "filter": _same("filter_lot=FI-1188 aggregates=none"),
    "centrifuge": _same("force=300 duration=8"),
    "pool": _pool,
    "count": _count,
    "harvest": _harvest,
    "samples": _samples,
    "go_on": _go_on,
    "plan": _plan,
}
_GROUPS: dict[str, Words] = {
    "CC": {"observe": _observe, "feed": _feed},
    "FH": {"ready": _ready, "end_samples": _end_samples, "labels": _product_labels},
    "STK": {
        "plan": _same("viable=60 vials=12"),
        "fill": _same("containers=12 volume_each=1.0 viable_each=5.0 dmso=10 contact=12"),
        "freeze": _same(
            "programme='STK-1 v2' curve=courbe-stock.csv started_at={now-40} ended_at={now}"
        ),
        "store": _stored,
        "tests": _same(
            "sterility=1 mycoplasma=1 viruses=1 karyotype=1 identity=1 post_thaw=1 drawn=0"
        ),
    },
}
