"""The form of a screening, made from the protocol in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.widgets import DateInput

from batches.donors import SOURCES, usual_source
from batches.protocol import Criterion, Input, Protocol
from batches.steps import Choice, Field
from batches.text import Text
from elnapp.web.forms import StepForm, step_form

ASKED_ON, DONATION_ON = "asked_on", "donation_on"
ABOUT = ("source", "on", "comment")  # asked with every criterion, beside what the protocol asks
REPORT = "report"  # asked with the markers
YES_NO_UNKNOWN = (
    Choice("yes", Text("Yes", "Oui")),
    Choice("no", Text("No", "Non")),
    Choice("unknown", Text("Unknown", "Inconnu")),
)
TRANSCRIBED_FROM = Text(
    "Report it was transcribed from, if the laboratory's result is not on record",
    "Compte rendu transcrit, si le résultat du laboratoire n'est pas enregistré",
)
_SOURCES = tuple(Choice(code, words) for code, words in SOURCES.items())


@dataclass(frozen=True, slots=True)
class Sheet:
    """One criterion on the form: its own questions, and where, when and how it was answered."""

    criterion: Criterion
    questions: tuple[Any, ...]
    waiver: tuple[Any, ...]
    about: tuple[Any, ...]

    @property
    def wrong(self) -> bool:
        """Tell whether a field of the criterion carries an error."""
        return any(f.errors for f in (*self.questions, *self.waiver, *self.about))


def screening_form(protocol: Protocol, *, seen: int, data: Mapping[str, str]) -> StepForm:
    """Make the form of a protocol; nothing has to be answered, because a part can be recorded."""
    form = step_form(_fields(protocol), seen=seen, data=data)
    for criterion in protocol.criteria:
        for part in criterion.inputs:
            asked = form[f"{criterion.code}.{part.name}"]
            asked.flags.required = not part.optional
            if part.type == "date":
                asked.widget = DateInput()
        if criterion.inputs:
            form[f"{criterion.code}.on"].widget = DateInput()
    for name in (ASKED_ON, DONATION_ON):
        form[name].widget = DateInput()
        form[name].flags.required = True
    return form


def sheets(protocol: Protocol, form: StepForm) -> list[tuple[Text, list[Sheet]]]:
    """Give the criteria by group, as the page lays them out."""
    found: dict[str, list[Sheet]] = {code: [] for code in protocol.groups}
    for criterion in protocol.criteria:
        found.setdefault(criterion.group, []).append(_sheet(criterion, form))
    return [(protocol.title(code), rows) for code, rows in found.items() if rows]


def answers(protocol: Protocol, form: StepForm) -> dict[str, dict[str, Any]]:
    """Give what was answered, by criterion, as it is stored; an untouched one is left out.

    A criterion without a day of its own was answered on the day of the interview.
    """
    typed = {slot: value.text for slot, value in form.typed().items()}
    found = {}
    for criterion in protocol.criteria:
        own = _answer(criterion, typed)
        if own["inputs"] or own["na"]:
            found[criterion.code] = own
    return found


def filled(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Give stored answers as the form takes them, to begin a new screening from the last one."""
    data: dict[str, str] = {}
    for code, answer in stored.items():
        data |= {f"{code}.{name}": str(text) for name, text in answer["inputs"].items()}
        data |= {
            f"{code}.{name}": str(answer.get(name) or "") for name in ("reason", REPORT, *ABOUT)
        }
        if answer.get("na"):
            data[f"{code}.na"] = "yes"
    return data


def day_of(form: StepForm, name: str) -> date | None:
    """Give a day of the form, or None; what cannot be read becomes an error at its field."""
    text = str(form[name].data or "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = _l("“%(found)s” is not a date. Give it as 2026-11-22.", found=text[:40])
        form[name].errors = [str(message)]
        return None


def _answer(criterion: Criterion, typed: Mapping[str, str]) -> dict[str, Any]:
    def said(name: str) -> str:
        return typed.get(f"{criterion.code}.{name}", "")

    return {
        "inputs": {part.name: said(part.name) for part in criterion.inputs if said(part.name)},
        "na": said("na") == "yes",
        "reason": said("reason"),
        "source": said("source") or usual_source(criterion),
        "on": said("on") or typed.get(ASKED_ON, ""),
        "comment": said("comment"),
        "report": said(REPORT),
    }


def _fields(protocol: Protocol) -> list[Field]:
    asked = [
        Field(ASKED_ON, "date", Text("Day of the interview", "Date de l'entretien")),
        Field(DONATION_ON, "date", Text("Donation, planned or done", "Don, prévu ou réalisé")),
    ]
    found = [_free(field) for field in asked]
    for criterion in protocol.criteria:
        code = criterion.code
        found += (_question(code, part) for part in criterion.inputs)
        if criterion.na_allowed:
            found.append(_free(Field(f"{code}.na", "yes_no", Text("Not applicable", "Sans objet"))))
            found.append(_free(Field(f"{code}.reason", "text", Text("Why not", "Pour quel motif"))))
        if criterion.of_laboratory:
            found.append(_free(Field(f"{code}.{REPORT}", "text", TRANSCRIBED_FROM)))
        if criterion.inputs:
            found += _about(code)
    return found


def _about(code: str) -> list[Field]:
    source = Field(f"{code}.source", "choice", Text("Source", "Source"), choices=_SOURCES)
    day = Field(f"{code}.on", "date", Text("Day, if another", "Date, si différente"))
    comment = Field(f"{code}.comment", "text", Text("Comment", "Commentaire"))
    return [_free(source), _free(day), _free(comment)]


def _question(code: str, part: Input) -> Field:
    kinds = {"yes_no_unknown": "choice", "date": "date"}
    choices = tuple(Choice(o.value, o.label) for o in part.options)
    return Field(
        name=f"{code}.{part.name}",
        type=kinds.get(part.type, part.type),
        label=part.label,
        unit=part.unit,
        required=False,
        choices=YES_NO_UNKNOWN if part.type == "yes_no_unknown" else choices,
    )


def _free(field: Field) -> Field:
    return Field(field.name, field.type, field.label, required=False, choices=field.choices)


def _sheet(criterion: Criterion, form: StepForm) -> Sheet:
    def bound(*names: str) -> tuple[Any, ...]:
        slots = (f"{criterion.code}.{name}" for name in names)
        return tuple(form[slot] for slot in slots if slot in form)

    names = (part.name for part in criterion.inputs)
    return Sheet(criterion, bound(*names, REPORT), bound("na", "reason"), bound(*ABOUT))
