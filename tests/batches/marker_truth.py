"""What the markers of a donor must come to, written apart from the rules: tables and plain ifs.

From the decision table of the field (Directive 2006/17/EC Annex II, CSP R.1211-14 and following,
NCT05947682), not from the code: a story is what a laboratory reports about one analyte on one
sample, `TRUTH` says what it is worth, and `expected` what the whole donor comes to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# A story: tests as (interpretation, retest, confirmation, verified, kit in date).
Told = tuple[str, bool, str | None, bool, bool]
NR: Told = ("NONREACTIVE", False, None, True, True)
R: Told = ("REACTIVE", False, None, True, True)
NR2: Told = ("NONREACTIVE", True, None, True, True)
R2: Told = ("REACTIVE", True, None, True, True)
INV: Told = ("INVALID", False, None, True, True)
IND: Told = ("INDETERMINATE", False, None, True, True)


def rr(confirmation: str | None) -> Told:
    """A repeatedly reactive result with what its confirmation says."""
    return ("REPEAT_REACTIVE", False, confirmation, True, True)


STORIES: dict[str, tuple[Told, ...]] = {
    "nothing": (),
    "clean": (NR,),
    "invalid": (INV,),
    "invalid, then clean": (INV, NR),
    "initial": (R,),
    "one clean retest": (R, NR2),
    "two clean retests": (R, NR2, NR2),
    "an invalid retest": (R, NR2, ("INVALID", True, None, True, True)),
    "a reactive retest": (R, NR2, R2),
    "repeatedly reactive": (rr(None),),
    "confirmed": (rr("POSITIVE"),),
    "not confirmed": (rr("NEGATIVE"),),
    "confirmation unclear": (rr("INDETERMINATE"),),
    "indeterminate": (IND,),
    "clean, not verified": (("NONREACTIVE", False, None, False, True),),
    "reactive, not verified": (("REACTIVE", False, None, False, True),),
    "clean, kit out of date": (("NONREACTIVE", False, None, True, False),),
    "reactive, kit out of date": (("REACTIVE", False, None, True, False),),
}

# Columns: serology with a confirmation, IgM (retest, none to confirm), NAT, IgG/avidity/anti-HBs.
TRUTH: dict[str, tuple[str, str, str, str]] = {
    "nothing": ("missing", "missing", "missing", "missing"),
    "clean": ("negative", "negative", "negative", "negative"),
    "invalid": ("invalid", "invalid", "invalid", "invalid"),
    "invalid, then clean": ("negative", "negative", "negative", "negative"),
    "initial": ("initial", "initial", "positive", "positive"),
    "one clean retest": ("initial", "initial", "positive", "positive"),
    "two clean retests": ("negative", "negative", "positive", "positive"),
    "an invalid retest": ("initial", "initial", "positive", "positive"),
    "a reactive retest": ("initial", "positive", "positive", "positive"),
    "repeatedly reactive": ("initial", "positive", "positive", "positive"),
    "confirmed": ("positive", "positive", "positive", "positive"),
    "not confirmed": ("negative", "positive", "positive", "positive"),
    "confirmation unclear": ("indeterminate", "positive", "positive", "positive"),
    "indeterminate": ("indeterminate", "indeterminate", "indeterminate", "indeterminate"),
    "clean, not verified": ("missing", "missing", "missing", "missing"),
    "reactive, not verified": ("initial", "initial", "initial", "initial"),
    "clean, kit out of date": ("missing", "missing", "missing", "missing"),
    "reactive, kit out of date": ("initial", "initial", "positive", "positive"),
}
SEROLOGY, IGM, NAT, INFORMS = range(4)

CLASS: dict[str, int] = {
    **dict.fromkeys(
        ("HBSAG", "ANTI-HBC", "ANTI-HCV", "HIV-AGAB", "SYPH-T", "ANTI-HTLV"), SEROLOGY
    ),
    **dict.fromkeys(("HEV-IGM", "TOXO-IGM", "EBV-IGM", "CMV-IGM", "SYPH-NT"), IGM),
    **dict.fromkeys(
        ("HBV-DNA", "HCV-RNA", "HIV-RNA", "HEV-RNA", "HTLV-DNA", "TOXO-PCR", "EBV-PCR", "CMV-PCR"),
        NAT,
    ),
    **dict.fromkeys(
        ("ANTI-HBS", "HEV-IGG", "TOXO-IGG", "TOXO-AVIDITY", "EBV-IGG", "EBV-AVIDITY", "CMV-IGG",
         "CMV-AVIDITY"),
        INFORMS,
    ),
}  # fmt: skip
REPEATED = {"HBSAG", "ANTI-HBC", "ANTI-HCV", "HIV-AGAB", "SYPH-T", "SYPH-NT", "ANTI-HTLV"}
WAIVER = ("HIV-RNA", "HBV-DNA", "HCV-RNA")
BY_ROUTE = REPEATED | set(WAIVER)  # all others: a sample from -30 to +7 days, and no repeat
AGAINST = ("positive", "initial", "indeterminate")


@dataclass(frozen=True)
class Drawn:
    """One sample of the donor: its day, whether it may be relied on, the story of each analyte."""

    on: date
    reliable: bool
    stories: dict[str, str]


def readings(donation: date, samples: list[Drawn]) -> dict[str, str]:
    """What each analyte comes to before the cells may be used."""
    days = [(drawn.on - donation) // timedelta(days=1) for drawn in samples]
    each = {
        a: [TRUTH[drawn.stories.get(a, "nothing")][column] for drawn in samples]
        for a, column in CLASS.items()
    }

    def good(a: str) -> list[int]:
        return [
            d
            for d, said, drawn in zip(days, each[a], samples, strict=True)
            if said == "negative" and drawn.reliable
        ]

    waived = all(
        not set(each[a]) & set(AGAINST) and any(0 <= d <= 7 for d in good(a)) for a in WAIVER
    )
    return {a: _one(a, each[a], good(a), waived) for a in CLASS}


def _one(a: str, each: list[str], good: list[int], waived: bool) -> str:
    for worse in AGAINST:
        if worse in each:
            return worse
    if "negative" not in each:
        return "invalid" if "invalid" in each else "missing"
    if not any(-30 <= d <= 7 for d in good):
        return "untimed"
    if a not in REPEATED:
        return "negative"
    at_donation = any(0 <= d <= 7 for d in good) and waived
    repeated = any(d >= 180 for d in good)
    return "negative" if at_donation or repeated else "missing"


def expected(donation: date, samples: list[Drawn], opinions: dict[str, str]) -> dict[str, str]:
    """What each marker comes to; opinions are those of the physician that still speak."""
    r = readings(donation, samples)
    found = {
        "HBV": _hbv(r),
        "HCV": _pair(r, "ANTI-HCV", "HCV-RNA"),
        "HIV": _pair(r, "HIV-AGAB", "HIV-RNA"),
        "HEV": _hev(r),
        "SYPHILIS": _syphilis(r),
        "HTLV": _htlv(r),
    }
    for p in ("TOXO", "EBV", "CMV"):
        found[p] = _igm(r, p, opinions.get(p))
    return found


def _open(*groups: list[str]) -> str:
    """No conclusion yet: awaited when each group without a negative awaits something."""
    lacking = [g for g in groups if "negative" not in g]
    waits = lacking and all({"missing", "initial"} & set(g) for g in lacking)
    return "PENDING" if waits else "UNRESOLVED"


def _hbv(r: dict[str, str]) -> str:
    three = [r["HBSAG"], r["ANTI-HBC"], r["HBV-DNA"]]
    if "positive" in three:  # isolated anti-HBc too: excluded by this study
        return "POSITIVE"
    return "NEGATIVE" if three == ["negative"] * 3 else _open(*([one] for one in three))


def _pair(r: dict[str, str], serology: str, genome: str) -> str:
    two = [r[serology], r[genome]]
    if "positive" in two:
        return "POSITIVE"
    return "NEGATIVE" if two == ["negative"] * 2 else _open(*([one] for one in two))


def _hev(r: dict[str, str]) -> str:
    """RNA decides; IgM without RNA is for a later sample; IgG is no exclusion."""
    if r["HEV-RNA"] == "positive":
        return "POSITIVE"
    if r["HEV-IGM"] in {"positive", "initial"}:
        return "UNRESOLVED"
    return "NEGATIVE" if r["HEV-RNA"] == "negative" else _open([r["HEV-RNA"]])


def _syphilis(r: dict[str, str]) -> str:
    specific, other = r["SYPH-T"], r["SYPH-NT"]
    if specific == "positive":
        return "POSITIVE"
    if specific == "negative":
        return "NEGATIVE"
    if specific == "missing" and other == "negative":
        return "NEGATIVE"
    if specific == "missing" and other in {"positive", "initial"}:
        return "PENDING"
    return _open([specific, other])


def _htlv(r: dict[str, str]) -> str:
    if "positive" in (r["HTLV-DNA"], r["ANTI-HTLV"]):
        return "POSITIVE"
    if r["ANTI-HTLV"] == "indeterminate":
        return "UNRESOLVED"
    return "NEGATIVE" if r["ANTI-HTLV"] == "negative" else _open([r["ANTI-HTLV"]])


def _igm(r: dict[str, str], p: str, opinion: str | None) -> str:
    """IgM, then avidity and PCR with the physician's conclusion; IgG alone excludes nobody."""
    igm, genome = r[f"{p}-IGM"], r[f"{p}-PCR"]
    if genome == "positive":
        return "POSITIVE"
    if igm == "negative":
        return "NEGATIVE"
    if igm == "positive":
        if opinion == "active_infection":
            return "POSITIVE"
        settled = r[f"{p}-AVIDITY"] == "positive" and genome == "negative"
        return "NEGATIVE" if settled and opinion == "no_active_infection" else "UNRESOLVED"
    return _open([igm, genome])
