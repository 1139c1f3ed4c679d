"""Parts of a made-up record: the donor, the material, units, the gate, decisions and their words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from batches.gate_words import QUESTIONS
from elnapp.record.plain import digest, time_text
from tests.library import body as library

START = datetime(2026, 10, 5, 7, 30, tzinfo=UTC)
STREAM = "lot/AT26-001"


def decision(
    n: int, decision: str, codes: list[str], words: dict[str, str], signature: str
) -> dict[str, Any]:
    return {"n": n, "address": f"{STREAM}/review/{n}", "decision": decision, "containers": codes, "refused": [], "reason": "", "purpose": None, "justifications": {}, "gate": [], "site": "SLS", "statement": words,
            "name": "Dr Quentin Faure", "at": time_text(START + timedelta(days=40)), "signature_id": signature, "stands": True}  # fmt: skip


def donor() -> dict[str, Any]:
    at = time_text(START - timedelta(days=10))
    return {"code": "D-0001", "state": "eligible", "consent_stands": True, "withdrawn": [],
            "donation": {"din": "A999926123456", "check_character": "K", "flags": "00", "scanned": True, "tissue": "AT", "collected_at": at, "zone": "Europe/Paris", "site": "SLS", "sec_di": "FR001234A999926123456"},
            "determinations": [{"n": 1, "conclusion": "ELIGIBLE", "until": None, "protocol": "NCT05947682 v1", "protocol_hash": digest("p"), "donation_on": "2026-09-28", "inputs_digest": digest("i"), "determined_by": "p9", "determined_by_name": "Dr Denis Garnier", "determined_at": at, "signed": True, "stands": True,
                                "confirmations": [{"by": "p6", "name": "Anne Martin", "at": at, "stands": True}],
                                "transcribed": [{"criterion": "E02a", "report": "BIO-26-0417"}]}],
            "consents": [{"n": 1, "form_version": "v2.1", "signed_at": at, "zone": "Europe/Paris"}]}  # fmt: skip


def material() -> dict[str, Any]:
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


def units() -> Iterator[dict[str, Any]]:
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


def gate() -> Iterator[dict[str, Any]]:
    away = {
        "en": "The materials room is not in use in this installation; the unit's paper record of materials answers it.",
        "fr": "Le module des matières n'est pas utilisé dans cette installation ; le dossier papier de l'unité y répond.",
    }
    for code, (text, kind) in QUESTIONS.items():
        apart = code in {"G07", "G08", "G17", "G20"}
        yield {
            "code": code,
            "kind": kind,
            "question": words(text),
            "status": "NOT_APPLICABLE" if apart else "PASS",
            "findings": [],
            "reason": away if apart else None,
            "reference": "SOP-MAT-01" if apart else None,
        }


def statement(code: str, **given: str) -> dict[str, str]:
    found = next(s for s in library("statements/STATEMENTS")["statements"] if s["code"] == code)
    names = {p["name"]: next(iter(given.values())) for p in found["parameters"]}
    return {lang: str(found["text"][lang]).format_map({**names, **given}) for lang in ("en", "fr")}


def words(text: Any) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}


def _leg(n: int, way: str, at: str) -> dict[str, Any]:
    """A change of hands with the courier, confirmed by badge."""
    return {
        "n": n, "way": way, "happened_at": at, "zone": "Europe/Paris", "courier": "Coursier interne",
        "courier_code": "CRS-017", "waybill": "BT-456", "confirmed": "badge", "seal": "S-3456",
        "seal_intact": True, "findings": [], "reason": None, "recorded_by": "p1",
        "recorded_by_name": "Claire Moreau",
    }  # fmt: skip


def oos(at: str) -> dict[str, Any]:
    """One investigation with every step."""
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


def sample(at: str) -> dict[str, Any]:
    """One sample with a step that was corrected."""
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


def deviation(at: str) -> dict[str, Any]:
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
