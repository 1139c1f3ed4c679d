"""The reviews and decisions of a demo lot, each signed by its own person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from batches.retention import Stated
from elnapp.custody import queries as custody
from elnapp.demo.people import SITE
from elnapp.demo.story import Story
from elnapp.lots import service as lots
from elnapp.release import service
from elnapp.release.service import Asked, Signing

SHELF_LIFE = 730
PRODUCTION, HEAD_QC, QA, QP, SPONSOR = "sroux", "hlefevre", "amartin", "qfaure", "slambert"


def review(story: Story, lot: str) -> None:
    """Review production, approve the results, read the trail, approve."""
    for login, verb in (
        (PRODUCTION, service.review_production),
        (HEAD_QC, service.approve_results),
        (QA, service.review_trail),
        (QA, service.approve),
    ):
        _sign(story, login, verb, lot)


def state_expiry(story: Story, lot: str, made: date) -> None:
    """State the expiry that the stability report allows: the identity of the donor hangs on it."""
    day = made + timedelta(days=SHELF_LIFE)
    source = "DÉMONSTRATION – rapport de stabilité STAB-AT-003, version 1"
    given = Stated("expiry", "stability", day, source)
    lots.state_keeping(story.house.kernel, story.call(QA, minutes=20), lot, given)


def certify_and_release(story: Story, lot: str) -> None:
    """Certify every bag but one for control and one for stability, then release them to the site."""
    bags = _bags(story, lot)
    asked = Asked(
        containers=bags[:8], reason="B09 : contrôle après décongélation ; B10 : stabilité"
    )
    _sign(story, QP, service.certify, lot, asked)
    _sign(story, SPONSOR, service.release_to_site, lot, Asked(containers=bags[:8], site=SITE))


def decline(story: Story, lot: str, reason: str) -> None:
    """Refuse the lot."""
    _sign(story, QP, service.decline, lot, Asked(reason=reason, purpose="destruction"))


def _sign(story: Story, login: str, verb: Callable[..., Any], lot: str, *asked: Asked) -> None:
    story.clock.wait(minutes=45)
    kernel = story.house.kernel
    story.signed(login, lambda call, proof: verb(kernel, call, lot, Signing(proof), *asked))


def _bags(story: Story, lot: str) -> tuple[str, ...]:
    with story.house.kernel.reading() as session:
        units = custody.units(session, f"lot/{lot}")
    return tuple(sorted(u.code for u in units if u.kind == "bag"))
