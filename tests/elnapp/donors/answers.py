"""Answers with which a donor meets every criterion of the demo's protocol."""

from datetime import date
from typing import Any

from batches.protocol import Input, Protocol

STUDY = "NCT05947682"
DONATION = date(2026, 11, 21)
GOOD = {
    "I01.age": "36",
    "I02.height": "172",
    "I02.weight": "70,5",
    "I03.non_smoker": "yes",
    "I04.planned": "yes",
    "I04.planned_on": "2026-11-21",
    "I05.given": "yes",
    "I05.signed_on": "2026-11-02",
    "I06.affiliated": "yes",
    "E05.systolic": "125",
    "E05.diastolic": "80",
    "E22.days": "0",
}


def eligible(protocol: Protocol, **changed: str) -> dict[str, dict[str, Any]]:
    """Answers by criterion as they are stored; `E17__exposed="yes"` changes one."""
    own = GOOD | {name.replace("__", "."): text for name, text in changed.items()}
    return {
        c.code: {
            "inputs": {
                p.name: t for p in c.inputs if (t := own.get(f"{c.code}.{p.name}", usual(p)))
            },
            "na": False,
            "reason": "",
            "source": "interview",
            "on": "2026-11-10",
            "comment": "",
            "report": "BIO-26-1119" if c.of_laboratory else "",
        }
        for c in protocol.criteria
        if c.inputs
    }


def usual(part: Input) -> str:
    """The harmless answer to a question: no, not reactive, sampled two days before donation."""
    if part.optional:
        return ""
    if part.type == "yes_no_unknown":
        return "no"
    if part.type == "choice":
        return part.options[0].value
    return {"date": "2026-11-19", "text": "none"}.get(part.type, "1")
