"""Small random stories through the real services: each seed tells its own, the same every time.

A step that the rules refuse is part of the story; anything else that goes wrong is a defect.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from bench import extras, longlot
from elnapp.demo.donors import ANTI_HBC, FIT, STEROIDS, enrol
from elnapp.demo.story import Story
from elnapp.lots import service as lots
from elnapp.quality import service as quality
from elnapp.record import Refused
from elnapp.web.house import House

LENGTH = 15
LOGINS = ("cmoreau", "tnguyen", "sroux", "jpetit", "amartin", "qfaure", "iweber")


@dataclass
class Walk:
    """One story under way."""

    story: Story
    dice: random.Random
    lots: list[str] = field(default_factory=list)
    donors: list[str] = field(default_factory=list)

    def anyone(self) -> str:
        """Pick a person."""
        return self.dice.choice(LOGINS)

    def words(self) -> str:
        """Make up a text with letters that need care in SQL, JSON and UTF-8."""
        return "".join(self.dice.choices("aé'\"\\ \u202f{}[]%µ🧫", k=12)) + "x"


def walk(house: House, seed: int, length: int = LENGTH) -> None:
    """Tell `length` random moves on top of the ground."""
    story = Story.begin(house, house.clock() - timedelta(days=90))
    story.told = extras.FIRST_KEY
    now = Walk(story, random.Random(seed))
    _begin(now)
    for _ in range(length):
        move = now.dice.choice(MOVES)
        try:
            move(now)
        except Refused:
            continue


def _begin(now: Walk) -> None:
    now.lots.append(extras.training(now.story))


def _donor(now: Walk) -> None:
    who = now.dice.choice([*FIT, ANTI_HBC, STEROIDS])
    planned = now.story.clock().date() + timedelta(days=now.dice.randint(1, 20))
    now.donors.append(enrol(now.story, who, planned))


def _deviation(now: Walk) -> None:
    about = f"lot/{now.dice.choice(now.lots)}"
    call = now.story.call(now.anyone())
    kernel = now.story.house.kernel
    quality.open_deviation(kernel, call, about, now.words(), now.words(), now.dice.randint(1, 3))


def _hold(now: Walk) -> None:
    about = f"lot/{now.dice.choice(now.lots)}"
    quality.place_hold(now.story.house.kernel, now.story.call(now.anyone()), about, now.words())


def _step(now: Walk) -> None:
    lot, number = now.dice.choice(now.lots), Decimal(now.dice.randint(1, 2000)) / 10
    answered = longlot.answered("REC/weigh", str(number))
    lots.record(now.story.house.kernel, now.story.call(now.anyone()), lot, answered)


def _witness_missing(now: Walk) -> None:
    extras.unwitnessed(now.story, now.lots[-1])


def _correction(now: Walk) -> None:
    extras.corrected(now.story, now.lots[-1])


def _invalid(now: Walk) -> None:
    extras.invalid(now.story, now.lots[-1])


def _held(now: Walk) -> None:
    extras.held(now.story, now.lots[-1])


MOVES: tuple[Callable[[Walk], None], ...] = (
    _begin, _donor, _deviation, _hold, _step, _witness_missing, _correction, _invalid, _held,
)  # fmt: skip
