"""A panel by its template: known cells are counted, and what spoils a panel is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import fcs_panel as made
from instruments.cytometry.export import strategy_of
from instruments.cytometry.gatingml import read, write
from instruments.cytometry.panel import Evaluation, evaluate
from instruments.cytometry.reading import read_tube
from instruments.cytometry.roles import by_list, by_name, role_of
from instruments.cytometry.strategy import Population
from instruments.cytometry.template import Template
from instruments.reading import Refusal
from tests import library
from tests.instruments.shared import FOLDER, needs_shared

LIBRARY = Path(__file__).parents[3] / "elnapp" / "documents" / "library" / "gating-template"
LOTS = FOLDER / "synthetic" / "msc_panel"
TRUTH: dict[str, Any] = (
    json.loads((LOTS / "truth.json").read_text(encoding="utf-8")) if LOTS.is_dir() else {}
)
SHARES = {"CD90": 0.99, "CD73": 0.97, "CD105": 0.90, "NEG": 0.01}


def template(code: str = "MSC-AT-DEMO") -> Template:
    """Read a template that ships."""
    return Template.from_body(library.body(LIBRARY / f"{code}.yaml"))


DEMO = template()


def done(files: Mapping[str, bytes], by: Template = DEMO) -> Evaluation:
    """Evaluate files whose roles their names tell."""
    tubes = {name.removesuffix(".fcs"): read_tube(blob, name) for name, blob in files.items()}
    found = by_name([(stem, e.tube) for stem, e in tubes.items()], by)
    return evaluate(by, {role: tubes[stem] for role, stem in found.items()})


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Give a panel whose true shares are known."""
    return made.panel(SHARES)


def percents(found: Evaluation) -> dict[str, float]:
    """Give what each marker counted, in percent."""
    return {m.marker.code: 100 * (m.positives or 0) / (m.total or 1) for m in found.markers}


def codes(found: Evaluation, marker: str) -> list[str]:
    """Name what is wrong with a marker."""
    return [n.code for m in found.markers if m.marker.code == marker for n in m.faults]


def test_known_cells_are_counted(files: dict[str, bytes]) -> None:
    """Within four standard errors of a binomial count, and the control's own 0.5 percent."""
    found = done(files)
    for code, value in percents(found).items():
        error = 400 * (SHARES[code] * (1 - SHARES[code]) / 11_000) ** 0.5
        assert abs(value - 100 * SHARES[code]) < error + 0.5, code
    assert not any(m.faults for m in found.markers)


@needs_shared
@pytest.mark.parametrize("lot", list(TRUTH))
def test_the_lots_are_as_they_truly_are(lot: str) -> None:
    """Positive markers within 0.2 points of the truth, the cocktail within 0.3."""
    found = done({p.name: p.read_bytes() for p in (LOTS / lot).glob("*.fcs")})
    true = TRUTH[lot]["10_full_stain"]["true_percent_positive_of_live_singlets"]
    away = {code: abs(value - true[code]) for code, value in percents(found).items()}
    assert max(v for c, v in away.items() if c != "NEG") <= 0.2
    assert away["NEG"] <= 0.3


def test_the_stored_threshold_gives_the_stored_counts(files: dict[str, bytes]) -> None:
    """A number of six figures is what events were compared with, so that anyone can count again."""
    found = done(files)
    for marker in found.markers:
        assert marker.threshold is not None
        assert len(marker.threshold.as_tuple().digits) <= 6
        values = found.tubes["full"].live(marker.channel)
        assert int((values > float(marker.threshold)).sum()) == marker.positives


def test_the_cocktail_has_its_own_percentile(files: dict[str, bytes]) -> None:
    """At 99.5 its control would leave five times as many events above the threshold."""
    markers = {m.marker.code: m for m in done(files).markers}
    share = {
        c: Decimal(m.control_positives or 0) / Decimal(m.control_total or 1)
        for c, m in markers.items()
    }
    assert share["NEG"] < Decimal("0.0015")
    assert all(Decimal("0.004") < s < Decimal("0.006") for c, s in share.items() if c != "NEG")


def test_the_order_of_events_changes_nothing(files: dict[str, bytes]) -> None:
    tubes = {role_of(n.removesuffix(".fcs"), DEMO): read_tube(b, n) for n, b in files.items()}
    order = np.random.default_rng(5).permutation(len(tubes["full"]))
    mixed = tubes | {
        "full": replace(tubes["full"], values=tuple(v[order] for v in tubes["full"].values))
    }
    one, other = (evaluate(DEMO, t) for t in (tubes, mixed))  # type: ignore[arg-type]
    assert one.markers == other.markers


def test_a_clog_is_cut_out_and_a_long_one_spoils_the_tube(files: dict[str, bytes]) -> None:
    short, long = (
        made.tube("FMO_CD90", {"CD73": 0.97}, events=12_000, clogged=c, seed=3) for c in (0.08, 0.3)
    )
    found = done(files | {"FMO_CD90.fcs": short})
    kept = found.tubes["FMO_CD90"].counts
    assert 0.75 <= kept["steady"] / kept["all"] <= 0.93
    assert codes(found, "CD90") == []
    assert "TUBE-UNSTEADY" in codes(done(files | {"FMO_CD90.fcs": long}), "CD90")


def test_too_few_events_are_no_result(files: dict[str, bytes]) -> None:
    """The numbers stand beside it all the same."""
    sample = made.tube("full", SHARES, events=900)
    found = done(files | {"10_full_stain.fcs": sample})
    assert all(codes(found, m.marker.code) == ["TUBE-FEW"] for m in found.markers)
    assert all(m.positives is not None for m in found.markers)
    control = made.tube("FMO_NEG", {"CD90": 0.99}, events=900)
    found = done(files | {"FMO_NEG.fcs": control})
    assert codes(found, "NEG") == ["CONTROL-FEW"]
    assert codes(found, "CD90") == []


def test_a_missing_control_spoils_its_marker_alone(files: dict[str, bytes]) -> None:
    found = done({n: b for n, b in files.items() if n != "FMO_CD73.fcs"})
    assert codes(found, "CD73") == ["PANEL-MISSING"]
    assert codes(found, "CD90") == []
    assert next(m for m in found.markers if m.marker.code == "CD73").threshold is None


SINGULAR = f"6,{','.join(made.DYES)}," + ",".join("1" for _ in range(36))
FOREIGN = f"1,{made.DYES[0]},0.5"


@pytest.mark.parametrize(
    ("keywords", "code"),
    [
        ({"$CYT": "OTHER"}, "TUBE-DIFFERS"),
        ({"$CYTSN": "M-2"}, "TUBE-DIFFERS"),
        ({"$P4V": "410"}, "TUBE-VOLTAGE"),
        ({"$SPILLOVER": SINGULAR}, "FCS-SPILL-SINGULAR"),
        ({"$SPILLOVER": FOREIGN}, "SPILL-DIAGONAL"),
        ({"$SPILLOVER": ""}, "SPILL-NONE"),
        ({"$P8S": "nothing"}, "LABEL-UNKNOWN"),
        ({"$P1N": "FSC"}, "CHANNEL-UNKNOWN"),
    ],
)
def test_a_control_of_other_settings_is_not_used(
    files: dict[str, bytes], keywords: dict[str, str], code: str
) -> None:
    blob = made.tube("FMO_CD90", {"CD73": 0.97}, keywords=keywords)
    found = done(files | {"FMO_CD90.fcs": blob})
    assert code in codes(found, "CD90")
    assert codes(found, "CD73") == []


def test_a_value_that_is_no_number_is_not_used() -> None:
    table = np.ones((10, len(made.CHANNELS)))
    table[3, 2] = np.nan
    with pytest.raises(Refusal, match="TUBE-NUMBERS"):
        read_tube(made.written("x", table, {}), "x")


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("10_full_stain", "full"), ("Full", "full"), ("FMO CD90", "FMO_CD90"), ("fmo-neg", "FMO_NEG"),
        ("03_FMO_CD45/CD34/CD14/CD19/HLA-DR", "FMO_NEG"), ("01_unstained", "unstained"),
        ("COMP_CD90", None), ("FMO_CD9", None), ("", None),
    ],
)  # fmt: skip
def test_a_tube_is_known_by_its_name(name: str, role: str | None) -> None:
    assert role_of(name, DEMO) == role


def test_a_tube_of_one_marker_has_a_name_of_its_own() -> None:
    """The shipped master measures CD34 and HLA-DR in tubes of their own."""
    own = template("MSC-AT-PHENOTYPE")
    names = ("full", "full_CD34", "full HLA-DR stain", "FMO_HLA-DR")
    assert [role_of(n, own) for n in names] == ["full", "full_CD34", "full_HLA-DR", "FMO_HLA-DR"]


def test_two_files_of_one_role_and_two_names_are_refused() -> None:
    with pytest.raises(Refusal, match="PANEL-TWICE"):
        by_name([("a", "full"), ("b", "Full stain")], DEMO)
    with pytest.raises(Refusal, match="PANEL-NAMES"):
        by_name([("FMO_CD73", "FMO_CD90")], DEMO)


def test_a_list_says_which_tube_is_which() -> None:
    files = ["a.fcs", "b.fcs"]
    wanted = {"full": "a.fcs", "FMO_NEG": "b.fcs"}
    assert by_list({"a.fcs": "full", "b": "FMO_NEG"}, files, DEMO) == wanted
    assert by_list({"full": "a.fcs", "FMO_NEG": "b"}, files, DEMO) == wanted
    with pytest.raises(Refusal, match="PANEL-NO-FILE"):
        by_list({"c.fcs": "full"}, files, DEMO)
    with pytest.raises(Refusal, match="PANEL-ROLE"):
        by_list({"a.fcs": "middle"}, files, DEMO)


def test_the_gates_travel_with_the_result(files: dict[str, bytes]) -> None:
    """Applied to the steady events, the exported strategy counts what was counted."""
    found = done(files)
    strategy = read(write(strategy_of("full", found, DEMO))).strategy
    tube = found.tubes["full"]
    population = Population(strategy, tube.events.chosen(tube.steps["steady"]))
    counts = {name: int(population.inside(name).sum()) for name in strategy.ids()}
    assert {n: counts[n] for n in ("cells", "singlets", "live")} == {
        n: tube.counts[n] for n in ("cells", "singlets", "live")
    }
    assert {m.marker.code: counts[m.marker.code] for m in found.markers} == {
        m.marker.code: m.positives for m in found.markers
    }
