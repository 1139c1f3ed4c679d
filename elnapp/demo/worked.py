"""What was typed at each step of the worked lot: numbers that agree with one another.

Illustrative figures, of no licensed process.  Days count from the donation; `{dayN}` is filled
with the civil time of that day.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from elnapp.quality.service import Assessment

COUNT = (
    "viable_concentration.1={mean} viable_concentration.2={mean} viability.1=94.0 viability.2=95.0"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage: seeded 10*6, vessels, cm2 each, days of seeding and harvest, mean, mL."""

    seeded: str
    vessels: str
    area: str
    start: int
    end: int
    mean: str
    volume: str


PASSAGES = (
    Passage("7.632", "3", "636", 0, 9, "2.86", "20"),
    Passage("19.08", "1", "6360", 9, 15, "7.65", "20"),
    Passage("38.16", "2", "6360", 15, 21, "16.0", "20"),
    Passage("152.64", "8", "6360", 21, 27, "11.7", "100"),
)

STEPS = {
    "ISS/authorisations": (
        0,
        ("trial_authorised=yes manufacture_authorised=yes donor_accepted=yes consent_stands=yes"),
    ),
    "REC/identify": (0, "din_agrees=yes donor_agrees=yes name_visible=no container_intact=yes"),
    "REC/weigh": (0, "since_collection=4.5 gross=131.4 tare=79.4 net=52.0"),
    "REC/accept": (0, ""),
    "SVF/digest": (0, "ratio=1.0 digestion=50 temperature_low=36.8 temperature_high=37.2"),
    "SVF/count": (
        0,
        (
            "viable_concentration.1=0.4182 viable_concentration.2=0.4346 viability.1=82.0 "
            "viability.2=82.0 volume=20.0"
        ),
    ),
    "SVF/sample": (0, "phenotype=1 cfu_f=1 sterility=1 identity=1 drawn=0.896"),
    "FIN/ready": (27, "freezer_ready=yes labels_ready=yes"),
    "FIN/count": (
        27,
        (
            "viable_concentration.1=11.2 viable_concentration.2=11.4 viability.1=95.0 "
            "viability.2=95.0 volume=100"
        ),
    ),
    "FIN/sample": (27, "phenotype=1 karyotype=1 senescence=1 potency=1 mycoplasma=1 drawn=30"),
    "FIN/formulate": (27, "added_at={now} volume=220 concentration=5.0 dmso=10.0"),
    "FIN/fill": (27, "containers=10 volume_each=20.0 viable_each=100"),
    "FIN/safety": (
        27,
        ("sterility=2 endotoxin=1 viability=1 control=4 retention=4 stability=4 drawn=100"),
    ),
    "FIN/labels": (
        27,
        ("printed=12 applied=10 specimens=2 destroyed=0 balance=yes each_legible=yes"),
    ),
    "FIN/freeze": (27, "started_at={now} contact=25 start_temperature=4"),
    "FIN/end": (27, ""),
}


AGITATOR = (
    Assessment(
        severity="minor",
        cause="Pause imprévue de l'agitateur, compensée par une digestion plus longue.",
        impact_quality="Viabilité de la FSV conforme, rendement dans l'historique de l'unité.",
        impact_patient="Aucun : toutes les spécifications enregistrées sont respectées.",
        action="Agitateur contrôlé par la maintenance.",
    ),
    "acceptable",
    "Sans effet sur les cellules : viabilité et rendement conformes.",
)


@dataclass(frozen=True, slots=True)
class Run:
    """How one lot of the study differs: other typings by path, corrections, and where it stops.

    `corrections` give, by path, what is typed instead and the reason; `stop` is the first path
    that is not done, `specification` the code of the one it is judged by; the senescent cells of
    the passage `pictured` are counted on pictures.
    """

    typed: dict[str, str] = field(default_factory=dict)
    corrections: dict[str, tuple[str, str]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    judged: tuple[Assessment, str, str] = AGITATOR
    stop: str | None = None
    specification: str = "MSC-AT-DP"
    pictured: str = ""


# SA-beta-gal of P1 and P3: positive and negative cells, field by field, of each reader.
READ = {
    "P1/sabg_first": ("4 5 3", "101 98 104"),
    "P1/sabg_second": ("5 4 4", "100 99 103"),
    "P3/sabg_first": ("6 8 7", "97 103 99"),
    "P3/sabg_second": ("7 7 8", "96 104 98"),
}


def typed(path: str, run: Run) -> tuple[int, str]:
    """Give the day of a step and what is typed at it."""
    day, words = STEPS[path] if path in STEPS else _passage(path)
    return day, run.typed.get(path, words)


def left_out(path: str) -> bool:
    """Tell whether a step is done in no lot of the study: senescence is read at P1 and P3 alone."""
    return path.partition("/")[2].startswith("sabg_") and path not in READ


def _read(path: str) -> str:
    pairs = zip(("positives", "negatives"), READ.get(path, ()), strict=False)
    return " ".join(
        f"{name}.{i}={text}" for name, texts in pairs for i, text in enumerate(texts.split(), 1)
    )


def _passage(path: str) -> tuple[int, str]:
    segment, step = path.split("/")
    passage = PASSAGES[int(segment[1:])]
    words = {
        "seed": f"viable_seeded={passage.seeded} vessels={passage.vessels} area={passage.area} "
        "seeded_at={now}",
        "observe": "confluence.1=80 confluence.2=85 contamination=no morphology=spindle",
        "count": COUNT.format(mean=passage.mean),
        "harvest": f"volume={passage.volume} harvested_at={{now}}",
        "decide": "age_within_limit=yes sterile_to_date=yes morphology_normal=yes",
        "sabg_first": _read(path),
        "sabg_second": _read(path),
    }
    return (passage.start if step == "seed" else passage.end), words[step]
