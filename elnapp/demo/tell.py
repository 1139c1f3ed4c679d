"""The whole demo study, in order of time, ending yesterday."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from batches.gate_moves import Move
from elnapp.demo import measured, release
from elnapp.demo.counter import Counted
from elnapp.demo.cytometer import EARLY, SMALL, WORKED
from elnapp.demo.donors import ANTI_HBC, FIT, STEROIDS, donate, enrol
from elnapp.demo.identities import keep_identities
from elnapp.demo.making import TECHNICIAN, Making, dispose, issue, send_counts
from elnapp.demo.making_complete import MakingComplete, clinical, issue_complete
from elnapp.demo.markers import ISOLATED_ANTI_HBC, Laboratory
from elnapp.demo.sampling import coming_in, laboratory_way
from elnapp.demo.story import Story
from elnapp.demo.study import ZONE, lay_ground
from elnapp.demo.testing import enter_all, investigate
from elnapp.demo.worked import COUNT, Run
from elnapp.demo.worked_complete import Telling
from elnapp.demo.worked_passage import PASSAGES
from elnapp.quality import queries as quality
from elnapp.quality.service import Assessment
from elnapp.web.house import House

RELEASED = Run(
    typed={
        "SVF/digest": "ratio=1.0 digestion=78 temperature_low=36.8 temperature_high=37.2",
        "P1/count": "viable_concentration.1=6.75 viable_concentration.2=7.65 "
        "viability.1=94.0 viability.2=95.0",
    },
    reasons={"SVF/digest": "Agitateur arrêté quatre minutes ; digestion prolongée d'autant."},
    corrections={
        "P1/count": (
            COUNT.format(mean="7.65"),
            "Chiffres inversés à la saisie : l'imprimé du compteur indique 7,65.",
        )
    },
    pictured="P1",
)
REFUSED = Run(
    typed={
        "P2/count": "viable_concentration.1=14.9 viable_concentration.2=15.3 "
        "viability.1=93.0 viability.2=92.0",
        "P3/count": "viable_concentration.1=11.4 viable_concentration.2=11.6 "
        "viability.1=94.0 viability.2=94.0",
    },
)
IN_PROCESS = Run(
    typed={
        "P0/count": "viable_concentration.1=2.70 viable_concentration.2=2.74 "
        "viability.1=92.0 viability.2=93.0",
        "P1/count": "viable_concentration.1=6.60 viable_concentration.2=6.68 "
        "viability.1=91.0 viability.2=92.0",
    },
    stop="P2/observe",
    specification="MSC-AT-DP-FULL",
    pictured="P1",
)
GROWN = (*PASSAGES[:1], replace(PASSAGES[1], mean="6.65"), *PASSAGES[2:])
LEAKING = Telling(
    opened={"SVF.W": 2, "P": 3, "P0.CC": 2, "P1.CC": 1, "P2.CC": 1},
    passages=GROWN,
    typed={
        "P2.CC1/discard": "removed={lot}-P2-02 removal=leaking sample_kept=not_kept "
        "destination='déchets de culture'",
    },
    reasons={"P2.CC1/discard": "Fuite au bouchon du second récipient, constatée à J3."},
    stop="P2/harvest_now",
)
"""The lot in process: 133 million at P1, which is 2.8 doublings; a vessel of P2 removed on day 3."""
NO_CAUSE = Assessment(
    severity="critical",
    cause="Aucune cause de laboratoire ni de fabrication trouvée ; essai répété dans l'enquête : 81,9 %.",
    impact_quality="Identité hors spécification : CD105 81,3 % pour une limite de 95,0 %.",
    impact_patient="Produit non conforme : il ne doit pas être administré.",
    action="Lot refusé, poches bloquées en vue de destruction.",
)
NOT_IDENTICAL = "CD105 hors spécification (81,3 %), confirmé par l'enquête, sans cause trouvée."


@dataclass(frozen=True, slots=True)
class Told:
    """What the study left behind."""

    released: str
    refused: str
    in_process: str


def tell(house: House, *, complete: bool = False) -> Told:
    """Tell the study in an empty store; the lot in process is on the `complete` master, if wanted."""
    now = _this_morning(house.clock())
    story = Story.begin(house, now - timedelta(days=120))
    lay_ground(story)
    laboratory = Laboratory(story)
    laboratory.open()
    failed = enrol(story, ANTI_HBC, _day(now, 100).date())
    sample = laboratory.draw(failed, story.clock())
    story.clock.wait(days=1)
    laboratory.report(failed, sample, story.clock() - timedelta(hours=2), ISOLATED_ANTI_HBC)
    donors = [failed, enrol(story, STEROIDS, _day(now, 100).date())]
    released = _released(story, laboratory, now - timedelta(days=96))
    refused = _refused(story, laboratory, now - timedelta(days=56))
    begin = _on_the_complete_master if complete else _in_process
    in_process = begin(story, laboratory, now - timedelta(days=19))
    measured.judge(story, in_process, 1, EARLY, monitoring=True, cells=SMALL)
    measured.move_gates(story, in_process, 1, Move(x=Decimal(-8000)))
    story.clock.to(now - timedelta(days=2))
    donors += ["D-0003", "D-0004", "D-0005", enrol(story, FIT[3], _day(now, -4).date())]
    if house.settings.vault:
        keep_identities(story, donors)
    return Told(released, refused, in_process)


def _this_morning(at: datetime) -> datetime:
    """Give nine o'clock of that day at the site: the study is told in working hours."""
    return at.astimezone(ZoneInfo(ZONE)).replace(hour=9, minute=0, second=0, microsecond=0)


def _day(now: datetime, ago: int) -> datetime:
    return now - timedelta(days=ago)


def _released(story: Story, laboratory: Laboratory, day: datetime) -> str:
    making = _begin(story, laboratory, day, (1, RELEASED))
    measured.judge(story, making.number, len(PASSAGES) - 1, WORKED)
    measured.viability(story, making.number, Counted("", "5.05", "95.2"))
    enter_all(story, making.number)
    laboratory_way(story, making.number)
    story.clock.wait(days=2)
    release.state_expiry(story, making.number, day.date())
    release.review(story, making.number)
    release.certify_and_release(story, making.number)
    return making.number


def _refused(story: Story, laboratory: Laboratory, day: datetime) -> str:
    making = _begin(story, laboratory, day, (2, REFUSED))
    last = len(PASSAGES) - 1
    measured.judge(story, making.number, last, {**WORKED, "CD105": 0.8137}, run=2)
    enter_all(story, making.number)
    again = {**WORKED, "CD105": 0.8193}
    investigate(
        story, making.number, lambda: measured.judge(story, making.number, last, again, run=3)
    )
    story.clock.wait(days=2)
    with story.house.kernel.reading() as session:
        waiting = quality.open_deviations(session, making.stream)
    for deviation in waiting:
        dispose(story, deviation.number, NO_CAUSE, "reject", NOT_IDENTICAL)
    release.decline(story, making.number, NOT_IDENTICAL)
    return making.number


def _in_process(story: Story, laboratory: Laboratory, day: datetime) -> str:
    making = _begin(story, laboratory, day, (3, IN_PROCESS))
    _leave_in_the_inbox(story)
    coming_in(story, making.number)
    return making.number


def _leave_in_the_inbox(story: Story) -> None:
    """Leave two counts that nobody has linked: one of the counter, one of a loan that is not registered."""
    send_counts(story, TECHNICIAN, "contrôle-quotidien", [Counted("billes-QC", "1.02", "99.0")])
    loan = [Counted("essai-prêt", "2.10", "91.5")]
    send_counts(story, TECHNICIAN, "compteur-de-prêt", loan, "9000201000000042")


def _on_the_complete_master(story: Story, laboratory: Laboratory, day: datetime) -> str:
    return on_the_complete_master(story, laboratory, day, (3, LEAKING)).number


def on_the_complete_master(
    story: Story, laboratory: Laboratory, day: datetime, which: tuple[int, Telling]
) -> MakingComplete:
    """Take a donor from enrolment to a lot on the complete master, as far as it is told."""
    sequence, telling = which
    donor, din, collected = _donated(story, day, sequence)
    sample = laboratory.draw(donor, collected - timedelta(minutes=20))
    making = issue_complete(story, clinical(donor, din), collected, telling)
    making.all_steps()
    laboratory.report(donor, sample, collected + timedelta(days=1))
    return making


def _begin(story: Story, laboratory: Laboratory, day: datetime, which: tuple[int, Run]) -> Making:
    """Take a donor from enrolment to a lot with all its steps, and its markers as they come in."""
    sequence, run = which
    donor, din, collected = _donated(story, day, sequence)
    sample = laboratory.draw(donor, collected - timedelta(minutes=20))
    making = issue(story, donor, din, run)
    making.all_steps()
    laboratory.report(donor, sample, collected + timedelta(days=1))
    return making


def _donated(story: Story, day: datetime, sequence: int) -> tuple[str, str, datetime]:
    """Take a donor from enrolment to the donation; gives code, donation number and its time."""
    story.clock.to(day - timedelta(days=3))
    donor = enrol(story, FIT[sequence - 1], day.date())
    collected = day.replace(hour=7, minute=30, second=0, microsecond=0)
    return donor, donate(story, donor, sequence, collected), collected
