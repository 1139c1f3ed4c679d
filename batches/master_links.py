"""What a master's body says of other steps: relied on, branched on, windows. Every fault of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from batches import kinds
from batches.kinds.calculate import FORMULAS
from batches.kinds.harvest import COLUMNS, TABLES
from batches.references import HOLE
from batches.steps import Field, Step, kind_of
from batches.verdict import Finding

Body = Mapping[str, Any]
Faults = Iterator[Finding]

# Kinds that rely on other steps, and where the master may name them.
RELIES_ON = {"harvest": ("count", "seed"), "pool": ()}
NUMBERED = re.compile(r"(?P<code>[A-Za-z]+)(?P<number>[0-9]+)?")
ENDS = 2
ELAPSED = "elapsed"


class Around(NamedTuple):
    """Where a step or a part stands: the list it stands in, its place in it, and the place of the fault."""

    items: Sequence[Body]
    at: int
    where: str

    @property
    def before(self) -> list[Body]:
        """Give the steps that stand before it in its list."""
        return [i for i in self.items[: self.at] if "steps" not in i]


def fault(code: str, where: str, found: Any) -> Finding:
    """Make one fault of a master."""
    return Finding(f"MASTER-{code}", {"found": str(found), "place": where}, where)


def links(body: Body) -> Faults:
    """Give every fault of what steps and windows say of other steps.

    Codes: MASTER-RELIES, -WHEN, -WINDOW, -RESULTS.
    """
    windows = [str(w["code"]) for w in body.get("windows") or ()]
    for code in {c for c in windows if windows.count(c) > 1}:
        yield fault("TWICE", "windows", code)
    for i, window in enumerate(body.get("windows") or ()):
        for end in ("from", "to"):
            yield from _end(body, window[end], f"windows/{i}/{end}")
    phases = body["phases"]
    for i, phase in enumerate(phases):
        yield from _part(body, Around(phases, i, f"phases/{i}"), phase, windows)


def _part(body: Body, at: Around, part: Body, windows: Sequence[str]) -> Faults:
    yield from _when(body, at, part)
    for i, item in enumerate(part["steps"]):
        here = Around(part["steps"], i, f"{at.where}/steps/{i}")
        if "steps" in item:
            yield from _part(body, here, item, windows)
            continue
        yield from _when(body, here, item)
        yield from _relies(here, item)
        yield from _results(body, here, item)
        yield from _pooled(here, item)
        named = item.get("in_window")
        if named is not None and (named not in windows or item.get("gate")):
            yield fault("WINDOW", f"{here.where}/in_window", named)


def _relies(at: Around, step: Body) -> Faults:
    codes = [str(s["code"]) for s in at.before]
    params = step.get("params") or {}
    wanted = {role: role for role in RELIES_ON.get(kind_of(str(step["kind"]))[0], ())}
    for role, usual in {**wanted, **({"placed": ""} if "placed" in params else {})}.items():
        named = str(params.get(role, usual))
        # A step of another phase is named by its path, and the kind asks for it when it runs.
        if "/" not in named and named not in codes:
            yield fault("RELIES", f"{at.where}/params/{role}", named)


def _pooled(at: Around, step: Body) -> Faults:
    """Ask that a harvest can find the vessels that its pool step emptied."""
    named = (step.get("params") or {}).get("pool")
    pool = next((s for s in at.before if s["code"] == named), None) if named else None
    if named and "/" not in str(named) and (pool is None or pool["kind"] != "pool"):
        yield fault("RELIES", f"{at.where}/params/pool", named)
    for table in (pool or {}).get("fields", ()) if pool else ():
        about = (table.get("rows") or {}).get("of") == "vessels"
        codes = {c["name"] for c in table.get("columns", ()) if c["type"] == "code"}
        if about and (table["name"] not in TABLES or (codes and not codes & set(COLUMNS))):
            yield fault("RELIES", f"{at.where}/params/pool", table["name"])


def _results(body: Body, at: Around, step: Body) -> Faults:
    for i, wanted in enumerate((step.get("params") or {}).get("results", ())):
        where = f"{at.where}/params/results/{i}"
        if wanted["formula"] not in FORMULAS:
            yield fault("RESULTS", f"{where}/formula", wanted["formula"])
        if wanted["formula"] == ELAPSED and (
            len(wanted["of"]) != ENDS or wanted["unit"] not in ("min", "h")
        ):
            yield fault("RESULTS", f"{where}/of", len(wanted["of"]))
        for operand in wanted["of"]:
            named = None if isinstance(operand, str) else str(operand["step"])
            if named is not None and not _there(body, at, named):
                yield fault("RELIES", f"{where}/of", named)


def _there(body: Body, at: Around, ref: str) -> bool:
    """Tell whether a step that is named stands before this one, or by its path anywhere."""
    return find(body, ref) is not None if "/" in ref else any(s["code"] == ref for s in at.before)


def _when(body: Body, at: Around, item: Body) -> Faults:
    when = item.get("when")
    if not when:
        return
    where, ref = f"{at.where}/when", str(when["step"])
    near = (s for s in at.before if s["code"] == ref)
    step = find(body, ref) if "/" in ref else next(near, None)
    if step is None or step["kind"] not in kinds.KINDS:
        yield fault("WHEN", f"{where}/step", ref)
        return
    field = _field(step, str(when["name"]))
    known = _answers(field) if field else frozenset()
    values = ["yes" if v is True else "no" if v is False else str(v) for v in when["is"]]
    if field is None or not known:
        yield fault("WHEN", f"{where}/name", when["name"])
    elif not set(values) <= known:
        yield fault("WHEN", f"{where}/is", ", ".join(values))


def _end(body: Body, end: Body, where: str) -> Faults:
    ref = str(end["step"])
    step = find(body, ref) if "/" in ref else None
    if step is None or step["kind"] not in kinds.KINDS:
        yield fault("WINDOW", f"{where}/step", ref)
        return
    field = _field(step, str(end["name"]))
    if field is None or field.type != "time":
        yield fault("WINDOW", f"{where}/name", end["name"])


def find(body: Body, ref: str) -> Body | None:
    """Find the step that a path with numbers or `{n}` means, in any repetition."""
    segment, _, code = ref.partition("/")
    parts: Sequence[Body] = body["phases"]
    part: Body | None = None
    for name in HOLE.sub("0", segment).split("."):
        numbered = NUMBERED.fullmatch(name)
        part = next((p for p in parts if numbered and _is(p, numbered)), None)
        if part is None:
            return None
        parts = [i for i in part["steps"] if "steps" in i]
    items = part["steps"] if part else ()
    return next((s for s in items if "steps" not in s and s["code"] == code), None)


def _is(part: Body, named: re.Match[str]) -> bool:
    repeated = bool(part.get("repeat"))
    return part["code"] == named["code"] and repeated == (named["number"] is not None)


def _field(step: Body, name: str) -> Field | None:
    asked = kinds.fields(Step.from_body(step))
    return next((f for f in asked if f.name == name), None)


def _answers(field: Field) -> frozenset[str]:
    if field.type == "yes_no":
        return frozenset({"yes", "no"})
    return frozenset(c.value for c in field.choices)
