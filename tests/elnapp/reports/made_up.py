"""A made-up record in the shape of record.json: the worked lot, with what may go wrong in one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from batches import kinds
from batches.gate_words import QUESTIONS
from batches.kinds import Context
from batches.ledger import Computed, Value
from batches.master import Master, Place
from batches.specification import Specification, limit_text
from elnapp.lots.queries.dossier import _computed_limits, _field, _growth, _step
from elnapp.lots.queries.growth import Growth, passages_of
from elnapp.record.plain import digest, time_text

__all__ = ["certified", "declined", "draft", "hostile"]

LIBRARY = Path(__file__).resolve().parents[3] / "elnapp" / "documents" / "library"
START = datetime(2026, 10, 5, 7, 30, tzinfo=UTC)
STREAM = "lot/AT26-001"
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
    words = _statement("S-CERT", imp_dossier_version="v1.0")
    codes = [f"AT26-001-B{n:02d}" for n in range(1, 11)]
    record["dispositions"] = [
        _decision(1, "certified", codes, words, signature),
        _decision(
            2,
            "released",
            codes,
            _statement(
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
        _decision(1, "declined", ["AT26-001-B01", "AT26-001-B03"], words, signature)
    ]
    row = next(r for r in record["results"] if r["row"] == "ID-1-CD105")
    row["verdict"], row["results"][0]["verdict"], row["results"][0]["rounded"] = (
        "FAIL",
        "FAIL",
        "81.3",
    )
    row["results"][0] |= {"text": "81.34", "number": "81.34", "interval": ["80.9", "81.8"]}
    record["oos"] = [made.oos()]
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
        self.master = Master.from_body(_library("master/MSC-AT-SHORT"))
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
            "donor": _donor(),
            "material": [_material()],
            "documents": [{"id": k, "kind": k, "code": c, "version": 1, "revision": 1, "name": f"{c} v1", "title": {"en": t, "fr": t}, "hash": digest(c), "effective_from": "2026-09-01"}
                          for k, c, t in (("master", "MSC-AT-SHORT", "MSC(AT), short master"), ("specification", "MSC-AT-DP", "MSC(AT) drug product"), ("meanings", "SIGNATURES", "What a signature says"))],
            "master": {"name": "MSC-AT-SHORT v1", "hash": digest("m"), "product": "MSC-AT", "source": "illustrative", "passage_convention": _words(self.master.passage_convention), "doublings_convention": "a", "witness_within_min": 15},
            "repetitions": [], "steps": steps, "growth": _growth(growth), "keeping": [],
            "specification": {"name": "MSC-AT-DP v1", "hash": digest("s")},
            "results": self.results(), "deviations": [self.deviation()],
            "holds": [], "units": list(_units()), "oos": [], "samples": [self.sample()],
            "trail_reviews": [{"n": 1, "from_seq": 1, "to_seq": 138, "events": 138, "comment": "", "name": "Anne Martin", "at": time_text(self.at), "stands": True, "address": f"{STREAM}/trail/1"}],
            "dispositions": [], "gate": {"at": time_text(self.at), "frozen": state != "in_process", "answers": list(_gate())},
            "meanings": {m["code"]: m["text"] for m in _library("meanings/SIGNATURES")["meanings"]},
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
            "computed": [{"id": "c", "entry_id": "e", "n": 1, "name": c.name, "value": None if c.value is None else str(c.value), "unit": c.unit, "formula": c.formula, "version": c.version, "inputs": [], "rounding": c.rounding, "note": _words(c.note) if c.note else None, "supersedes": None} for c in done],
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
            (
                m["text"]
                for m in _library("meanings/SIGNATURES")["meanings"]
                if m["code"] == meaning
            ),
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
        for row in Specification.from_body(_library("specification/MSC-AT-DP")).rows:
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
            found.append({"row": row.code, "class": row.row_class, "stage": row.stage, "attribute": _words(row.attribute), "method": _words(row.method), "timing": _words(row.timing), "unit": row.unit,
                          "limit": {lang: limit_text(row, lang) for lang in ("en", "fr")}, "choices": [{"value": c.value, "label": _words(c.label)} for c in row.choices], "rounding": row.rounding, "verdict": "PASS", "counts": result["address"], "results": history})  # fmt: skip
        return found

    def oos(self) -> dict[str, Any]:
        """One investigation with every step."""
        at = time_text(self.at)
        step = {
            "by": "p5",
            "name": "Hélène Lefèvre",
            "at": at,
            "retests": None,
            "outcome": "",
            "text": "",
        }
        finding = {
            "code": "L01",
            "params": {
                "row_en": "CD105 positive",
                "row_fr": "CD105 positif",
                "value": "81.3",
                "unit": "%",
                "limit_en": "≥ 95.0",
                "limit_fr": "≥ 95,0",
            },
            "where": "ID-1-CD105",
            "weight": 3,
        }
        return {
            "number": "AT26-001-O01", "row": "ID-1-CD105", "result_address": f"{STREAM}/results/ID-1-CD105/1", "deviation": "AT26-001-D01",
            "finding": finding, "opened_by": "p4", "opened_name": "Julien Petit", "opened_at": at, "state": "oos_concluded",
            "steps": [
                {**step, "step": "laboratory", "outcome": "no_cause", "text": "Témoins conformes."},
                {**step, "step": "planned", "retests": 2, "text": "Culot conservé."},
                {**step, "step": "plan_approved"},
                {**step, "step": "concluded", "outcome": "confirmed", "text": "Confirmé."},
            ],
        }  # fmt: skip

    def sample(self) -> dict[str, Any]:
        """One sample with a step that was corrected."""
        at = time_text(self.at)
        step = {
            "n": 1,
            "step": "sent",
            "at": at,
            "zone": "Europe/Paris",
            "place": "Navette",
            "condition": "",
            "findings": [],
            "deviations": [],
            "reason": None,
            "by": "p1",
            "name": "Claire Moreau",
            "recorded_at": at,
            "replaced": True,
        }
        return {
            "code": "AT26-001-S014", "type": "sterility", "path": "FIN/safety", "state": "sample_received", "taken_at": at, "tested_at": None,
            "label": {"en": "Sterility of the filled product", "fr": "Stérilité du produit réparti"}, "laboratory": {"en": "Microbiology", "fr": "Microbiologie"}, "use": "test", "kept": None,
            "steps": [step, {**step, "n": 2, "step": "received", "place": "Microbiologie", "condition": "Reçu à 9 °C", "deviations": ["AT26-001-D02"], "reason": "Mauvaise étape", "replaced": False}],
        }  # fmt: skip

    def deviation(self) -> dict[str, Any]:
        at = time_text(self.at)
        judged = {
            "severity": "minor",
            "cause": "Remise en suspension insuffisante avant la première lecture.",
            "impact_quality": "Aucun : la viabilité à P2 et P3 est de 94 à 95 %.",
            "impact_patient": "Aucun.",
            "action": "Rappel du mode opératoire.",
            "name": "Anne Martin",
            "at": at,
        }
        return {
            "id": "d", "number": "AT26-001-D01", "stream": STREAM, "address": f"{STREAM}/quality/AT26-001-D01", "about": f"{STREAM}/record/P1/count",
            "title": "Viabilité à la récolte P1 sous la limite d'alerte", "description": "", "weight": 1, "rule": "V03", "finding": None, "opened_by": "p1", "opened_name": "Claire Moreau", "opened_at": at, "state": "closed",
            "steps": [{"step": "assessed", "disposition": None, "reason": None, **judged}, {"step": "dispositioned", "disposition": "no_impact", "reason": "Sans effet sur le produit fini.", **judged}],
        }  # fmt: skip


def _decision(
    n: int, decision: str, codes: list[str], words: dict[str, str], signature: str
) -> dict[str, Any]:
    return {"n": n, "address": f"{STREAM}/review/{n}", "decision": decision, "containers": codes, "refused": [], "reason": "", "purpose": None, "justifications": {}, "gate": [], "site": "SLS", "statement": words,
            "name": "Dr Quentin Faure", "at": time_text(START + timedelta(days=40)), "signature_id": signature, "stands": True}  # fmt: skip


def _donor() -> dict[str, Any]:
    at = time_text(START - timedelta(days=10))
    return {"code": "D-0001", "state": "eligible", "consent_stands": True, "withdrawn": [],
            "donation": {"din": "A999926123456", "check_character": "K", "flags": "00", "scanned": True, "tissue": "AT", "collected_at": at, "zone": "Europe/Paris", "site": "SLS", "sec_di": "FR001234A999926123456"},
            "determinations": [{"n": 1, "conclusion": "ELIGIBLE", "until": None, "protocol": "NCT05947682 v1", "protocol_hash": digest("p"), "donation_on": "2026-09-28", "inputs_digest": digest("i"), "determined_by": "p9", "determined_by_name": "Dr Denis Garnier", "determined_at": at, "signed": True, "stands": True,
                                "confirmations": [{"by": "p6", "name": "Anne Martin", "at": at, "stands": True}],
                                "transcribed": [{"criterion": "E02a", "report": "BIO-26-0417"}]}],
            "consents": [{"n": 1, "form_version": "v2.1", "signed_at": at, "zone": "Europe/Paris"}]}  # fmt: skip


def _material() -> dict[str, Any]:
    """One donation from the operating room to the lot: a warm minute in transport, accepted with a deviation."""
    day, zone, din = START - timedelta(hours=4), "Europe/Paris", "A999926123456"
    at = {name: time_text(day + timedelta(minutes=n)) for name, n in (
        ("start", 0), ("end", 40), ("typed", 45), ("sent", 50), ("got", 90), ("put", 95), ("lot", 230),
    )}  # fmt: skip

    def computed(name: str, value: str, unit: str, formula: str) -> dict[str, Any]:
        return {"name": name, "value": value, "unit": unit, "formula": formula, "version": 1,
                "inputs": {"file": digest("logger")}, "rounding": "half up to 0.1", "note": None}  # fmt: skip

    warm = {"code": "PRO-ACTION", "where": "temperature_high", "weight": 2, "params": {
        "label_en": "Highest temperature", "label_fr": "Température maximale", "unit": "Cel",
        "value": "26.5", "limits_en": "2–25", "limits_fr": "2–25",
    }}  # fmt: skip
    log = {
        "source": {"format": "berlinger.tag.txt", "version": "1", "sha256": digest("logger"), "vendor": "Berlinger",
                   "model": "Q-tag CLm doc LR", "serial": "DEMO-TL-001", "software_version": "4.7", "zone_assumed": ""},
        "began": at["sent"], "ended": at["got"], "notes": [], "excursions": [
            {"side": "above", "minutes": "1.2", "extreme": "26.5", "start": "2026-10-05T04:40:00", "end": "2026-10-05T04:41:12"}],
        "values": {
            "temperature_low": computed("temperature_low", "17.2", "Cel", "transport_extreme"),
            "temperature_high": computed("temperature_high", "26.5", "Cel", "transport_extreme"),
            "minutes_outside": computed("minutes_outside", "1.2", "min", "temperature_excursions"),
            "mean_kinetic_temperature": computed("mean_kinetic_temperature", "19.4", "Cel", "mean_kinetic_temperature"),
        },
    }  # fmt: skip
    return {
        "din": din, "containers": [f"{din}-T01"],
        "moves": [{"code": f"{din}-T01", "place": "SLS-FR1-A", "at": at["put"]},
                  {"code": f"{din}-T01", "place": None, "at": at["lot"]}],
        "procurement": {"n": 1, "document": "procurement AT v1", "document_hash": digest("AT"), "started_at": at["start"], "ended_at": at["end"],
                        "zone": zone, "recorded_by": "p9", "recorded_by_name": "Dr Denis Garnier", "recorded_at": at["typed"]},
        "legs": [_leg(1, "taken", at["sent"]), _leg(2, "delivered", at["got"])],
        "hand_over": {"n": 1, "items": [f"{din}-T01"], "dispatched_at": at["sent"], "zone": zone, "shipper": "COL-456", "logger": "DEMO-TL-001",
                      "seal": "S-3456", "material_state": "expected", "handed_by": "p9", "handed_by_name": "Dr Denis Garnier"},
        "receipt": {"items": [f"{din}-T01"], "received_at": at["got"], "zone": zone, "file_sha256": digest("logger"), "log": log,
                    "since_collection": computed("since_collection", "0.83", "h", "since_collection"), "findings": [warm],
                    "decision": "accepted_with_deviation", "reason": "Une minute au soleil à l'ouverture", "hold": None,
                    "deviations": [f"{din}-D01"], "received_by": "p1", "received_by_name": "Claire Moreau"},
    }  # fmt: skip


def _units() -> Iterator[dict[str, Any]]:
    def unit(code: str, kind: str, quantity: str, **more: Any) -> dict[str, Any]:
        return {
            "code": code,
            "kind": kind,
            "role": code,
            "lot": "AT26-001",
            "quantity": quantity,
            "balance": "0",
            "uom": "10*6",
            "label": "",
            "state": "used",
            "place": None,
            "parents": [],
            "children": [],
            **more,
        }

    yield unit("AT26-001-H01", "pool", "8.528", parents=["A999926123456"])
    for n in range(1, 5):
        yield unit(f"AT26-001-H{n + 1:02d}", "pool", "320", parents=[f"AT26-001-H{n:02d}"])
    for n in range(1, 11):
        yield unit(
            f"AT26-001-B{n:02d}",
            "bag",
            "100",
            balance="100",
            label="20.0",
            state="open",
            parents=["AT26-001-H05"],
        )


def _gate() -> Iterator[dict[str, Any]]:
    away = {
        "en": "The materials room is not in use in this installation; the unit's paper record of materials answers it.",
        "fr": "Le module des matières n'est pas utilisé dans cette installation ; le dossier papier de l'unité y répond.",
    }
    for code, (text, kind) in QUESTIONS.items():
        apart = code in {"G07", "G08", "G17", "G20"}
        yield {
            "code": code,
            "kind": kind,
            "question": _words(text),
            "status": "NOT_APPLICABLE" if apart else "PASS",
            "findings": [],
            "reason": away if apart else None,
            "reference": "SOP-MAT-01" if apart else None,
        }


def _statement(code: str, **given: str) -> dict[str, str]:
    found = next(s for s in _library("statements/STATEMENTS")["statements"] if s["code"] == code)
    names = {p["name"]: next(iter(given.values())) for p in found["parameters"]}
    return {lang: str(found["text"][lang]).format_map({**names, **given}) for lang in ("en", "fr")}


def _library(name: str) -> dict[str, Any]:
    body: dict[str, Any] = yaml.safe_load((LIBRARY / f"{name}.yaml").read_text(encoding="utf-8"))[
        "body"
    ]
    return body


def _words(text: Any) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}


def _leg(n: int, way: str, at: str) -> dict[str, Any]:
    """A change of hands with the courier, confirmed by badge."""
    return {
        "n": n, "way": way, "happened_at": at, "zone": "Europe/Paris", "courier": "Coursier interne",
        "courier_code": "CRS-017", "waybill": "BT-456", "confirmed": "badge", "seal": "S-3456",
        "seal_intact": True, "findings": [], "reason": None, "recorded_by": "p1",
        "recorded_by_name": "Claire Moreau",
    }  # fmt: skip
