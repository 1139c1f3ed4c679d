"""The samples of a demo lot on their way, and the results of a lot that is still being made."""

from __future__ import annotations

from batches.ledger import Value
from batches.quantity import parse_decimal
from elnapp.demo.story import Story
from elnapp.demo.testing import ANALYST, enter
from elnapp.release import queries as release
from elnapp.results import queries, service
from elnapp.results.queries import Pinned, SampleView
from elnapp.results.service import Moved

TECHNICIAN = "cmoreau"
RETENTION = "SLS-FZ1-A, boîte 3"


def laboratory_way(story: Story, lot: str) -> None:
    """Put what is kept into retention, and destroy what is left of the first sample."""
    pinned, views = _lot(story, lot)
    for view in views:
        use = view.planned.use if view.planned else "test"
        if use != "test":
            _step(story, pinned, view, Moved("retained", RETENTION), TECHNICIAN)
    first = next(v for v in views if v.planned and v.planned.use == "test")
    _step(story, pinned, first, Moved("destroyed", "Autoclave, DASRI"), ANALYST)


def coming_in(story: Story, lot: str) -> None:
    """Let samples of the first day travel, and their first results come in: some are to review."""
    pinned, views = _lot(story, lot)
    by_type = {view.label: view for view in views}
    away = (("sterility", "Microbiologie"), ("identity", "Laboratoire HLA"))
    for kind, laboratory in away:
        _step(
            story, pinned, by_type[kind], Moved("sent", f"Navette, vers {laboratory}"), TECHNICIAN
        )
    story.clock.wait(hours=2)
    _step(story, pinned, by_type["sterility"], Moved("received", "Microbiologie"), ANALYST)
    _step(story, pinned, by_type["phenotype"], Moved("retained", RETENTION), ANALYST)
    for row, typed in (("SM-2", "52.0"), ("SVF-1", "82"), ("SVF-2", "1.64")):
        known = pinned.specification.row(row)
        unit = known.unit if known else ""
        enter(story, pinned, row, {"value": Value(typed, parse_decimal(typed), unit)})
    culture = {"days": Value("5", parse_decimal("5")), "value": Value("no_growth")}
    enter(story, pinned, "IPC-3", culture)


def _step(story: Story, pinned: Pinned, view: SampleView, moved: Moved, who: str) -> None:
    call = story.call(who, minutes=3)
    service.follow(story.house.kernel, call, pinned, view.code, moved)


def _lot(story: Story, lot: str) -> tuple[Pinned, list[SampleView]]:
    with story.house.kernel.reading() as session:
        pinned = release.pinned_specification(session, f"lot/{lot}")
        return pinned, queries.sample_views(session, pinned.stream, pinned.plan)
