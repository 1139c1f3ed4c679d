"""An independent picture of a small ledger: what a trace must find, by brute force in Python.

It reads no relation of the product: lots, units and decisions are drawn as plain facts, written as
rows, and the expected answer is worked out from the facts alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

AT = "2026-11-22T09:00:00.000000Z"
Thing = tuple[str, int]


@dataclass
class Facts:
    """A ledger: the donor of each lot, the lot of each unit, who came from whom.

    `taken_back` are ties whose act was reversed; `results` name a unit or (None) only the lot;
    `investigated` name a result and the one of the same lot that retested it (None: none yet);
    `decisions` name a lot and its containers.
    """

    donors: int
    lots: list[int]
    units: list[int]
    parents: set[tuple[int, int]]
    taken_back: set[tuple[int, int]]
    results: list[tuple[int, int | None]]
    investigated: list[tuple[int, int | None]]
    decisions: list[tuple[int, tuple[int, ...]]]
    edges: set[tuple[Thing, Thing]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Work out every line of the graph."""
        for d in range(self.donors):
            self.edges |= {(("donor", d), ("consent", d)), (("donor", d), ("donation", d))}
            self.edges.add((("consent", d), ("donation", d)))
        for n, d in enumerate(self.lots):
            self.edges.add((("donation", d), ("lot", n)))
        self.stand = self.parents - self.taken_back
        self._of_units()
        for n, (lot, unit) in enumerate(self.results):
            self.edges.add((("lot", lot) if unit is None else ("unit", unit), ("result", n)))
        for n, again in self.investigated:
            self.edges.add((("result", n), ("oos", n)))
            if again is not None:
                self.edges.add((("oos", n), ("result", again)))
        for n, (lot, bags) in enumerate(self.decisions):
            above = [("unit", u) for u in bags] or [("lot", lot)]
            self.edges |= {(one, ("decision", n)) for one in above}

    def _of_units(self) -> None:
        for u, home in enumerate(self.units):
            if not any(c == u and self.units[p] == home for p, c in self.stand):
                self.edges.add((("lot", home), ("unit", u)))
        for p, c in self.stand:
            self.edges.add((("unit", p), ("unit", c)))
            if self.units[p] != self.units[c]:
                self.edges.add((("unit", p), ("lot", self.units[c])))

    def down(self, start: Thing) -> set[Thing]:
        """Give everything below; a lot that is only visited leads to what was decided on it."""
        found, visited, waiting = {start}, set(), [start]
        while waiting:
            here = waiting.pop()
            for above, below in self.edges:
                if above != here or below in found:
                    continue
                if here[0] == "unit" and below[0] == "lot":
                    visited.add(below)
                    continue
                found.add(below)
                waiting.append(below)
        ends = {b for a, b in self.edges if a in visited and b[0] in {"result", "decision"}}
        for _ in range(len(self.investigated) * 2):
            ends |= {b for a, b in self.edges if a in ends and {a[0], b[0]} == {"result", "oos"}}
        return found | visited | ends

    def up(self, start: Thing) -> set[Thing]:
        """Give everything above; the lot of a unit leads to its donor, not to what it was fed."""
        found, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            for above, below in self.edges:
                into_lot = above[0] == "unit" and below[0] == "lot"
                if below == here and above not in found and not into_lot:
                    found.add(above)
                    waiting.append(above)
        return found

    def things(self) -> list[Thing]:
        """Give everything that has a code."""
        return [
            *(("donor", n) for n in range(self.donors)),
            *(("donation", n) for n in range(self.donors)),
            *(("lot", n) for n in range(len(self.lots))),
            *(("unit", n) for n in range(len(self.units))),
            *(("oos", n) for n, _again in self.investigated),
        ]


@st.composite
def ledgers(draw: st.DrawFn) -> Facts:
    """Draw a small ledger; parents may be younger than their child, so knots happen."""
    donors = draw(st.integers(1, 2))
    lots = draw(st.lists(st.integers(0, donors - 1), min_size=1, max_size=3))
    units = draw(st.lists(st.integers(0, len(lots) - 1), min_size=1, max_size=8))
    one = st.integers(0, len(units) - 1)
    ties = draw(st.sets(st.tuples(one, one).filter(lambda t: t[0] != t[1]), max_size=10))
    back = draw(st.sets(st.sampled_from(sorted(ties)), max_size=2)) if ties else set()
    of = draw(st.lists(st.one_of(st.none(), one), max_size=3))
    results = [(units[u] if u is not None else 0, u) for u in of]
    decisions = []
    investigated = draw(_investigations(results))
    for lot in range(len(lots)):
        mine = [u for u, home in enumerate(units) if home == lot]
        if draw(st.booleans()):
            named = draw(st.sets(st.sampled_from(mine), max_size=3)) if mine else set()
            decisions.append((lot, tuple(sorted(named))))
    return Facts(donors, lots, units, ties, back, results, investigated, decisions)


@st.composite
def _investigations(
    draw: st.DrawFn, results: list[tuple[int, int | None]]
) -> list[tuple[int, int | None]]:
    """Draw which result was investigated, and which later one of its lot retested it."""
    if not results or not draw(st.booleans()):
        return []
    n = draw(st.integers(0, len(results) - 1))
    later = [m for m in range(n + 1, len(results)) if results[m][0] == results[n][0]]
    return [(n, draw(st.sampled_from([None, *later])))]


def code(thing: Thing) -> str:
    """Give what is printed on a thing, or its address."""
    kind, n = thing
    return {
        "donor": f"D-{n:04d}",
        "consent": f"donor/D-{n:04d}/consent/1",
        "donation": f"A999926{n:06d}",
        "lot": f"AT26-{n:03d}",
        "unit": f"AT26-900-S{n:03d}",
        "result": f"lot/results/{n}",
        "oos": f"AT26-900-O{n:02d}",
        "decision": f"lot/review/{n}",
    }[kind]


def rows(facts: Facts) -> dict[str, list[dict[str, Any]]]:
    """Write a ledger as the rows of the store."""
    by = {"recorded_by": "x", "recorded_by_name": "X", "recorded_at": AT}
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in (
            "head", "donor", "consent", "donation", "lot", "unit", "act", "unit_parent", "result",
            "oos", "disposition",
        )
    }  # fmt: skip
    for d in range(facts.donors):
        stream = _stream(found, "donor", code(("donor", d)), "eligible")
        found["donor"].append(
            _row(f"d{d}", stream, stream)
            | {"code": code(("donor", d)), "study": "S", "enrolled_by": "x",
               "enrolled_by_name": "X", "enrolled_at": AT}
        )  # fmt: skip
        found["consent"].append(
            _row(f"c{d}", stream, code(("consent", d)))
            | {"n": 1, "form_version": "1", "signed_at": AT, "zone": "UTC", "language": "fr"} | by
        )  # fmt: skip
        found["donation"].append(
            _row(f"n{d}", stream, f"{stream}/donation/{d}")
            | {"din": code(("donation", d)), "check_character": "0", "flags": None, "tissue": "AT",
               "collected_at": AT, "zone": "UTC", "site": "SLS", "sec_di": None} | by
        )  # fmt: skip
    for n, d in enumerate(facts.lots):
        _lot(found, n, d)
    for u, home in enumerate(facts.units):
        _unit(found, facts, u, f"lot/{code(('lot', home))}")
    for n, (lot, unit) in enumerate(facts.results):
        sample = None if unit is None else code(("unit", unit))
        found["result"].append(_result(n, f"lot/{code(('lot', lot))}", sample))
    for n, again in facts.investigated:
        found["oos"].append(_oos(n, f"lot/{code(('lot', facts.results[n][0]))}"))
        if again is not None:
            found["result"][again] |= {"spec_row": f"R{n}", "investigation": code(("oos", n))}
    for n, (lot, bags) in enumerate(facts.decisions):
        found["disposition"].append(_decision(n, f"lot/{code(('lot', lot))}", bags))
    return found


def _row(key: str, stream: str, address: str) -> dict[str, Any]:
    return {"id": key, "stream": stream, "address": address}


def _stream(found: dict[str, list[dict[str, Any]]], kind: str, name: str, state: str) -> str:
    found["head"].append(
        {"stream": f"{kind}/{name}", "kind": kind, "site": "SLS", "study": "S", "state": state,
         "seq": 1, "hash": "", "at": AT}
    )  # fmt: skip
    return f"{kind}/{name}"


def _lot(found: dict[str, list[dict[str, Any]]], n: int, donor: int) -> None:
    stream = _stream(found, "lot", code(("lot", n)), "completed")
    found["lot"].append(
        _row(f"l{n}", stream, f"{stream}/order")
        | {
            "number": code(("lot", n)), "purpose": "clinical", "product": "P", "study": "S",
            "site": "SLS", "zone": "UTC", "donor": code(("donor", donor)),
            "donation": code(("donation", donor)), "master_id": "m", "master_name": "M",
            "master_hash": "", "specification_id": "m", "specification_name": "M",
            "specification_hash": "", "pinned": "{}", "comment": "", "lang": "en",
            "issued_by": "x", "issued_name": "X", "issued_at": AT,
        }
    )  # fmt: skip


def _unit(found: dict[str, list[dict[str, Any]]], facts: Facts, u: int, stream: str) -> None:
    address = f"{stream}/units/{u}"
    found["unit"].append(
        _row(f"u{u}", stream, address)
        | {"code": code(("unit", u)), "kind": "sample", "role": f"sample/{u}",
           "lot": stream.partition("/")[2], "created_by_entry": None, "uom": "mL", "place": None}
    )  # fmt: skip
    found["act"].append(_act(f"a{u}", stream, address, u, None))
    for p, c in sorted(facts.parents):
        if c == u:
            found["act"].append(_act(f"p{p}-{c}", stream, address, u, None))
            found["unit_parent"].append(
                _row(f"t{p}-{c}", stream, address)
                | {"child": f"u{c}", "parent": f"u{p}", "act_id": f"p{p}-{c}"}
            )
            if (p, c) in facts.taken_back:
                found["act"].append(_act(f"b{p}-{c}", stream, address, u, f"p{p}-{c}"))


def _act(key: str, stream: str, address: str, unit: int, reverses: str | None) -> dict[str, Any]:
    return _row(key, stream, address) | {
        "entry_id": None, "slot": key, "act": "create", "unit_id": f"u{unit}", "quantity": "1",
        "uom": "mL", "label": "", "why": None, "at": AT, "version": 1, "reverses": reverses,
    }  # fmt: skip


def _result(n: int, stream: str, sample: str | None) -> dict[str, Any]:
    return _row(f"r{n}", stream, code(("result", n))) | {
        "spec_row": f"R{n}", "n": n, "specification_id": "m", "specification_hash": "",
        "sample_unit": sample, "text": "1", "number": "1", "unit": "", "inputs": "{}",
        "computed": "{}", "interval": None, "shown": "{}", "verdict": "PASS", "flags": "[]",
        "findings": "[]", "rounded": "", "deviations": "[]", "source": "typed", "comment": "",
        "lang": "en", "invalid": None, "supersedes": None, "analysed_by": "x",
        "analysed_name": "X", "analysed_at": AT, "zone": "UTC", "recorded_at": AT,
        "investigation": None,
    }  # fmt: skip


def _oos(n: int, stream: str) -> dict[str, Any]:
    number = code(("oos", n))
    return _row(f"o{n}", stream, f"{stream}/quality/{number}") | {
        "number": number, "result_id": f"r{n}", "result_address": code(("result", n)),
        "spec_row": f"R{n}", "deviation": None, "finding": "{}", "opened_by": "x",
        "opened_name": "X", "opened_at": AT,
    }  # fmt: skip


def _decision(n: int, stream: str, bags: tuple[int, ...]) -> dict[str, Any]:
    named = ",".join(f'"{code(("unit", u))}"' for u in bags)
    return _row(f"q{n}", stream, code(("decision", n))) | {
        "n": n, "decision": "declined", "containers": f"[{named}]", "refused": "[]", "reason": "",
        "purpose": "destruction", "justifications": "{}", "gate": "[]", "site": "",
        "statement": "{}", "signature_id": f"s{n}", "lang": "en", "decided_by": "x",
        "decided_name": "X", "decided_at": AT,
    }  # fmt: skip
