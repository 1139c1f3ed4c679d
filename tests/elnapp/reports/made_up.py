"""A made-up record in the shape of record.json: the worked lot, with what may go wrong in one."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from batches import kinds
from batches.kinds import Context
from batches.ledger import Computed, Value
from batches.master import Master, Place
from batches.specification import Specification, limit_text
from elnapp.lots.queries.dossier import _computed_limits, _field, _growth, _step
from elnapp.lots.queries.growth import Growth, passages_of
from elnapp.record.plain import digest, time_text
from tests.elnapp.reports.made_up_parts import (
    START,
    STREAM,
    decision,
    deviation,
    donor,
    gate,
    material,
    oos,
    sample,
    statement,
    units,
    words,
)
from tests.library import body as library

__all__ = ["certified", "declined", "draft", "hostile"]

TECHNICIAN, SECOND = ("p1", "Claire Moreau", "technician"), ("p2", "Thomas Nguyen", "technician")
HEAD, ANALYST = ("p3", "Sophie Roux", "head_production"), ("p4", "Julien Petit", "qc_analyst")
QC, QA, QP = (
    ("p5", "Hélène Lefèvre", "head_qc"), ("p6", "Anne Martin", "qa"), ("p7", "Dr Quentin Faure", "qp"),
)  # fmt: skip
SPONSOR = ("p8", "Simon Lambert", "sponsor_delegate")

GIVEN = {
    "REC/weigh": {"since_collection": "3.5", "gross": "131.4", "tare": "79.4", "net": "52.0"},
    "SVF/digest": {"ratio": "1.0", "digestion": "52", "temperature_low": "36.6", "temperature_high": "37.3"},
    "SVF/count": {"viable_concentration.1": "0.418", "viable_concentration.2": "0.4348", "viability.1": "81.8",
                  "viability.2": "82.2", "volume": "20.0"},
    "P0/seed": {"viable_seeded": "7.632", "vessels": "3", "area": "636"},
    "P0/count": {"viable_concentration.1": "0.71", "viable_concentration.2": "0.72", "viability.1": "94", "viability.2": "94"},
    "P0/harvest": {"volume": "80.0"},
    "P1/seed": {"viable_seeded": "19.08", "vessels": "1", "area": "6360"},
    "P1/count": {"viable_concentration.1": "1.90", "viable_concentration.2": "1.925", "viability.1": "84", "viability.2": "85.5"},
    "P1/harvest": {"volume": "80.0"},
    "P2/seed": {"viable_seeded": "38.16", "vessels": "2", "area": "6360"},
    "P2/count": {"viable_concentration.1": "3.2", "viable_concentration.2": "3.2", "viability.1": "94", "viability.2": "95"},
    "P2/harvest": {"volume": "100.0"},
    "P3/seed": {"viable_seeded": "152.64", "vessels": "8", "area": "6360"},
    "P3/count": {"viable_concentration.1": "3.87", "viable_concentration.2": "3.93", "viability.1": "95", "viability.2": "95"},
    "P3/harvest": {"volume": "300.0"},
    "FIN/count": {"viable_concentration.1": "10.2", "viable_concentration.2": "10.4", "viability.1": "95", "viability.2": "96", "volume": "110"},
    "FIN/formulate": {"volume": "220", "concentration": "5.0", "dmso": "10.0"},
    "FIN/fill": {"containers": "10", "volume_each": "20.0", "viable_each": "100"},
    "FIN/labels": {"printed": "14", "applied": "10", "specimens": "2", "destroyed": "2"},
    "FIN/freeze": {"contact": "24", "start_temperature": "4.1"},
}  # fmt: skip

USUAL = {"confluence.1": "80", "confluence.2": "85", "positives": "4", "negatives": "99"}


def certified() -> dict[str, Any]:
    """The worked lot, certified and released by the sponsor."""
    made = _Made()
    record = made.record("released")
    signature = made.sign(
        STREAM, "CERTIFIED", QP, ["order", "record", "results", "quality", "trail", "units"]
    )
    sponsor = made.sign(STREAM, "SPONSOR-RELEASED", SPONSOR, ["units"])
    words = statement("S-CERT", imp_dossier_version="v1.0")
    codes = [f"AT26-001-B{n:02d}" for n in range(1, 11)]
    record["dispositions"] = [
        decision(1, "certified", codes, words, signature),
        decision(
            2,
            "released",
            codes,
            statement(
                "S-SPON", site="Saint-Louis", list="AT26-001-B01 – B10", number="2026-500000-00-00"
            ),
            sponsor,
        ),
    ]
    record["signatures"] = made.signatures
    return record


def declined() -> dict[str, Any]:
    """The lot refused."""
    made = _Made()
    record = made.record("declined")
    signature = made.sign(STREAM, "DECLINED", QP, ["order", "record", "results"])
    words = {
        "en": "I decline to certify this batch. It shall not be used in humans. Reason: CD105.",
        "fr": "Je refuse de certifier ce lot. Il ne doit pas être utilisé chez l'être humain. Motif : CD105.",
    }
    record["dispositions"] = [
        decision(1, "declined", ["AT26-001-B01", "AT26-001-B03"], words, signature)
    ]
    row = next(r for r in record["results"] if r["row"] == "ID-1-CD105")
    row["verdict"], row["results"][0]["verdict"], row["results"][0]["rounded"] = (
        "FAIL",
        "FAIL",
        "81.3",
    )
    row["results"][0] |= {"text": "81.34", "number": "81.34", "interval": ["80.9", "81.8"]}
    record["oos"] = [oos(time_text(made.at))]
    record["signatures"] = made.signatures
    return record


def draft() -> dict[str, Any]:
    """The lot before any decision."""
    record = _Made().record("in_process")
    record["steps"] = [
        s if i < 12 else {**s, "entries": [], "computed": [], "state": "not_started"}
        for i, s in enumerate(record["steps"])
    ]
    record["growth"]["passages"], record["units"] = [], []
    record["results"] = [
        {**r, "results": [], "verdict": "PENDING", "counts": None} for r in record["results"]
    ]
    return record


def hostile() -> dict[str, Any]:
    """A record whose free text tries to be more than text."""
    record = certified()
    nasty = (
        '<img src="http://192.0.2.1/x.png"><script>alert(1)</script>{{ 7*7 }} {why} ]]> '
        + "W" * 300
    )
    record["lot"]["comment"] = nasty
    record["deviations"][0] |= {"title": nasty, "description": nasty}
    for step in record["steps"]:
        for entry in step["entries"]:
            entry["reason"] = nasty if entry["reason"] else None
    record["dispositions"][0]["reason"] = (
        '<link rel="attachment" href="file:///etc/passwd">' + nasty
    )
    return record


class _Made:
    """Makes the parts of one record, with a clock of its own."""

    def __init__(self) -> None:
        self.master = Master.from_body(library("master/MSC-AT-SHORT"))
        self.at = START
        self.values: dict[str, dict[str, Value]] = {}
        self.computed: dict[str, tuple[Computed, ...]] = {}
        self.signatures: list[dict[str, Any]] = []
        self.opened = {"P": 4}

    def record(self, state: str) -> dict[str, Any]:
        steps = [self.step(p) for p in self.master.places(self.opened)]
        self.sign(STREAM, "PROD-REVIEWED", HEAD, ["order", "record"])
        self.sign(STREAM, "QC-APPROVED", QC, ["results"])
        self.sign(STREAM, "QA-APPROVED", QA, ["order", "record", "results", "quality", "trail"])
        self.signatures[3] |= {
            "stands": False,
            "voided_at": time_text(self.at),
            "void_cause": "lots.correct",
        }
        growth = Growth(
            tuple(passages_of(self.master, self.opened, self.values, self.computed)),
            self.master.passage_convention,
            "a",
        )
        return {
            "format": "elnapp.record", "version": 1,
            "head": {"stream": STREAM, "seq": 143, "hash": digest("head"), "at": time_text(self.at)},
            "lot": {"number": "AT26-001", "purpose": "clinical", "product": "MSC-AT", "study": "NCT05947682", "site": "SLS",
                    "zone": "Europe/Paris", "donor": "D-0001", "donation": "A999926123456", "comment": "", "issued_by": "p6",
                    "issued_name": "Anne Martin", "issued_at": time_text(START - timedelta(days=2)), "state": state, "stream": STREAM},
            "product": {"code": "MSC-AT", "name": {"en": "MSC(AT), dispersion for infusion", "fr": "CSM(TA), dispersion pour perfusion"}, "source": "AT"},
            "study": {"code": "NCT05947682", "title": {"en": "Allogeneic adipose-derived mesenchymal stromal cells for severe systemic sclerosis", "fr": "Cellules stromales mésenchymateuses allogéniques du tissu adipeux pour la sclérodermie systémique sévère"},
                      "sponsor": "Promoteur de démonstration", "eu_ct": "2026-500000-00-00", "imp_dossier": "v1.0"},
            "site": {"code": "SLS", "name": "Saint-Louis (démonstration)", "zone": "Europe/Paris", "country": "FR", "unit": "Unité de thérapie cellulaire",
                     "establishment": "Hôpital de démonstration", "authorisation": "DEMO-UTC-0001"},
            "donor": donor(),
            "material": [material()],
            "documents": [{"id": k, "kind": k, "code": c, "version": 1, "revision": 1, "name": f"{c} v1", "title": {"en": t, "fr": t}, "hash": digest(c), "effective_from": "2026-09-01"}
                          for k, c, t in (("master", "MSC-AT-SHORT", "MSC(AT), short master"), ("specification", "MSC-AT-DP", "MSC(AT) drug product"), ("meanings", "SIGNATURES", "What a signature says"))],
            "master": {"name": "MSC-AT-SHORT v1", "hash": digest("m"), "product": "MSC-AT", "source": "illustrative", "passage_convention": words(self.master.passage_convention), "doublings_convention": "a", "witness_within_min": 15},
            "repetitions": [], "steps": steps, "growth": _growth(growth), "keeping": [],
            "specification": {"name": "MSC-AT-DP v1", "hash": digest("s")},
            "results": self.results(), "deviations": [deviation(time_text(self.at))],
            "holds": [], "units": list(units()), "oos": [], "samples": [sample(time_text(self.at))],
            "trail_reviews": [{"n": 1, "from_seq": 1, "to_seq": 138, "events": 138, "comment": "", "name": "Anne Martin", "at": time_text(self.at), "stands": True, "address": f"{STREAM}/trail/1"}],
            "dispositions": [], "gate": {"at": time_text(self.at), "frozen": state != "in_process", "answers": list(gate())},
            "meanings": {m["code"]: m["text"] for m in library("meanings/SIGNATURES")["meanings"]},
            "signatures": self.signatures,
            "people": [{"id": i, "login": n.split()[-1].lower(), "name": n, "function": {"head_qc": "Responsable du contrôle de la qualité"}.get(r, r), "acts": ["PERFORMED", "WITNESSED"]} for i, n, r in (TECHNICIAN, SECOND, HEAD, ANALYST, QC, QA, QP)],
            "events": [{"seq": n, "verb": v, "at": time_text(START + timedelta(hours=n)), "actor": "p1", "name": "Claire Moreau", "reason": r, "state": "in_process", "changes": c, "findings": [], "hash": digest(n)}
                       for n, (v, r, c) in enumerate((("lots.issue", None, 3), ("lots.record", None, 2), ("lots.correct", "Lecture de la balance reprise", 4), ("quality.dispose_deviation", None, 2), ("lots.record", None, 0), ("release.certify", None, 3)), start=1)],
        }  # fmt: skip

    def step(self, place: Place) -> dict[str, Any]:
        self.at += timedelta(minutes=25) if place.step.kind != "harvest" else timedelta(days=6)
        fields = kinds.fields(place.step)
        given = self.given(place, fields)
        ctx = Context(
            path=place.path, phase=place.phase.code, repetition=place.repetition, lookup=self.lookup
        )
        done = kinds.of(place.step).compute(place.step, given, ctx)
        self.values[place.path], self.computed[place.path] = given, done
        address = f"{STREAM}/record/{place.path}"
        entries = [self.entry(place, given, 1)]
        if place.path == "REC/weigh":
            entries[0]["values"][3] |= {"text": "25.0", "number": "25.0"}
            entries.append(
                self.entry(place, given, 2)
                | {"reason": "Lecture de la balance reprise : 52,0 au ticket"}
            )
        if place.path == "P1/count":
            entries[0]["reason"] = "Viabilité confirmée par une seconde lecture"
        if place.step.kind != "sign" and place.step.verify:
            self.sign(
                address,
                {"W": "WITNESSED", "C": "CHECKED"}[place.step.verify],
                SECOND,
                [],
                scope=address,
            )
        return {
            **_step(place), "state": "exceptional" if place.path == "P1/count" else "done", "entries": entries,
            "computed": [{"id": "c", "entry_id": "e", "n": 1, "name": c.name, "value": None if c.value is None else str(c.value), "unit": c.unit, "formula": c.formula, "version": c.version, "inputs": [], "rounding": c.rounding, "note": words(c.note) if c.note else None, "supersedes": None} for c in done],
            "unwitnessed": None, "limits": _computed_limits(place), "fields": [_field(f) for f in fields],
        }  # fmt: skip

    def given(self, place: Place, fields: Any) -> dict[str, Value]:
        known = GIVEN.get(place.path, {})
        found: dict[str, Value] = {}
        for field in fields:
            for slot in field.slots:
                if field.type == "time":
                    found[slot] = Value(self.at.isoformat(), None, "Europe/Paris")
                elif field.type == "yes_no":
                    found[slot] = Value(field.expected or "yes")
                elif field.type == "choice":
                    found[slot] = Value(field.choices[0].value)
                else:
                    text = known.get(
                        slot,
                        USUAL.get(slot.partition(".")[0] if field.replicates > 2 else slot, "1"),
                    )
                    found[slot] = Value(text, Decimal(text), field.unit)
        return found

    def lookup(self, path: str, name: str) -> Decimal | str | None:
        for one in self.computed.get(path, ()):
            if one.name == name:
                return one.value
        value = self.values.get(path, {}).get(name)
        return None if value is None else (value.number if value.number is not None else value.text)

    def entry(self, place: Place, given: dict[str, Value], n: int) -> dict[str, Any]:
        who = HEAD if place.step.by == ("head_production",) else TECHNICIAN
        return {
            "id": f"{place.path}/{n}", "address": f"{STREAM}/record/{place.path}", "n": n, "kind": place.step.kind, "supersedes": None,
            "reason": None, "lang": "fr", "performed_by": who[0], "performed_name": who[1], "role": who[2],
            "done_at": time_text(self.at), "done_quality": "stated", "zone": "Europe/Paris",
            "recorded_at": time_text(self.at + timedelta(seconds=400 if place.path == "P2/count" else 20)), "relied": {}, "findings": [],
            "values": [{"name": k, "text": v.text, "number": None if v.number is None else str(v.number), "unit": v.unit, "source": "typed"} for k, v in given.items()],
        }  # fmt: skip

    def sign(
        self,
        address: str,
        meaning: str,
        who: tuple[str, str, str],
        scopes: list[str],
        scope: str = "",
    ) -> str:
        self.at += timedelta(minutes=3)
        words = next(
            (m["text"] for m in library("meanings/SIGNATURES")["meanings"] if m["code"] == meaning),
            {"fr": meaning},
        )
        covered = [scope] if scope else [f"{STREAM}/{s}" for s in scopes]
        self.signatures.append({
            "id": f"s{len(self.signatures)}", "address": address, "meaning": meaning, "signer": who[0], "name": who[1], "role": who[2],
            "at": time_text(self.at), "digest": digest([address, meaning]), "stands": True, "voided_at": None, "void_cause": None,
            "manifest": {"lang": "fr", "zone": "Europe/Paris", "factors": ["password", "totp"] if not scope else ["password"], "scopes": covered, "meaning": {"code": meaning, "text": words["fr"]}},
        })  # fmt: skip
        return str(self.signatures[-1]["id"])

    def results(self) -> list[dict[str, Any]]:
        good = {
            "DS-1": "3",
            "DS-2": "9.009",
            "ID-1-CD73": "98.9",
            "ID-1-CD90": "99.2",
            "ID-1-CD105": "97.64",
            "PU-1": "95",
            "DO-1": "100",
            "SA-4": "0.25",
            "IPC-2": "49.0",
            "ID-5": "1.2",
            "SE-1": "3.1",
            "ID-6": "0.8",
            "PO-1": "62",
        }
        found = []
        for row in Specification.from_body(library("specification/MSC-AT-DP")).rows:
            text = next((c.value for c in row.choices if c.value in row.accepts), None) or good.get(
                row.code, "0.4"
            )
            number = None if row.choices else text
            result = {
                "address": f"{STREAM}/results/{row.code}/1", "n": 1, "sample": "AT26-001-S014", "text": text, "number": number, "unit": row.unit, "inputs": {}, "computed": [],
                "interval": ["97.1", "98.1"] if row.code == "ID-1-CD105" else None, "shown": {}, "verdict": "PASS", "flags": [], "findings": [],
                "rounded": {"DS-2": "9.0", "ID-1-CD105": "97.6"}.get(row.code, text), "deviations": [], "source": "record" if row.code.startswith("DS") else "typed", "comment": "",
                "analysed_by": "p4", "analysed_name": "Julien Petit", "analysed_at": time_text(self.at), "zone": "Europe/Paris", "recorded_at": time_text(self.at), "invalid": None, "invalid_name": None, "invalid_at": None,
                "interim": False, "investigation": None, "reviewed_by": "p5", "reviewed_name": "Hélène Lefèvre", "reviewed_at": time_text(self.at), "review_comment": "",
            }  # fmt: skip
            history = [result]
            if row.code == "SA-3":
                history.insert(
                    0,
                    {
                        **result,
                        "address": f"{STREAM}/results/{row.code}/0",
                        "invalid": "contrôle d'inhibition non conforme",
                        "invalid_name": "Hélène Lefèvre",
                        "invalid_at": time_text(self.at),
                        "verdict": "INVALID",
                    },
                )
            found.append({"row": row.code, "class": row.row_class, "stage": row.stage, "attribute": words(row.attribute), "method": words(row.method), "timing": words(row.timing), "unit": row.unit,
                          "limit": {lang: limit_text(row, lang) for lang in ("en", "fr")}, "choices": [{"value": c.value, "label": words(c.label)} for c in row.choices], "rounding": row.rounding, "verdict": "PASS", "counts": result["address"], "results": history})  # fmt: skip
        return found
