"""Receipt with one question a page: which come, what is carried on, and what stands at the end.

What was typed so far travels in the form itself, so that a tablet may be left and a session lost;
nothing of it is on record before the receiver signs.  The logger's file is kept when it is chosen
and its hash travels sealed: a form names no file that its sender did not bring.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import FileField, PasswordField, RadioField

from batches.procurement import DECISIONS
from batches.steps import Field
from batches.verdict import Finding
from elnapp.custody.service import Kept
from elnapp.procurement.queries import DonationView
from elnapp.procurement.views.showing import BESIDE, codes
from elnapp.web.fields import TimeField
from elnapp.web.forms import StepForm, attach
from elnapp.web.locale import words

CHECK = "check"
"""The last page: every answer once more, both confirmations, the signature."""
ITEMS, FILE, DECISION, REASON = (f"{BESIDE}{n}" for n in ("items", "file", "decision", "reason"))
TAKEN = next(iter(DECISIONS))
"""The one decision that needs no reason."""
SECONDS = 12 * 3600  # no session lives longer
MINUTE = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Question:
    """One page: its name, the fields that it shows, and what the document asks, if it does."""

    name: str
    fields: tuple[Any, ...]
    asked: Field | None = None

    @property
    def label(self) -> str:
        """Give the words of the question."""
        return words(self.asked.label) if self.asked else str(self.fields[0].label.text)

    @property
    def target(self) -> str:
        """Give the id that an error of the first field leads to."""
        first = self.fields[0]
        return f"{first.id}-0" if isinstance(first, RadioField) else str(first.id)

    @property
    def errors(self) -> list[str]:
        """Give what is wrong with the answer."""
        return [error for field in self.fields for error in field.errors]


@dataclass(slots=True)
class Walk:
    """The questions of one receipt and the page that is open; `at` is a name of one, or CHECK."""

    view: DonationView
    form: StepForm
    beside: Any
    at: str = ""

    def __post_init__(self) -> None:
        """Open the page that was asked for, else the first."""
        sent = request.form if request.method == "POST" else request.args
        self.at = self._known(sent.get("at", ITEMS))

    @property
    def whole(self) -> bool:
        """Tell whether the last page was sent: it asks no question, it holds all answers."""
        return self.form.is_submitted() and "at" not in request.form

    @property
    def questions(self) -> tuple[Question, ...]:
        """Give every question in order; the reason is asked where the decision needs one."""
        stated = [Question(ask.name, tuple(slots), ask) for ask, slots in self.form.asked]
        names = ["file", "place", "decision"]
        if self.beside.decision.data not in {None, "", TAKEN}:
            names.append("reason")
        own = [Question(f"{BESIDE}{name}", (self.beside[name],)) for name in names]
        return (Question(ITEMS, (self.beside["items"],)), *stated, *own)

    @property
    def here(self) -> Question | None:
        """Give the question that is open; None on the last page."""
        return next((q for q in self.questions if q.name == self.at), None)

    def focus(self) -> None:
        """Let the first field of the open page wait for the scanner."""
        here: Any = self.beside.scanned if self.at == ITEMS else None
        found = self.here.fields[0] if self.here and here is None else here
        if found is not None and not isinstance(found, RadioField):
            found.render_kw = {**(found.render_kw or {}), "autofocus": True}

    @property
    def number(self) -> int:
        """Give the place of the open question, from 1."""
        return [q.name for q in self.questions].index(self.at) + 1

    @property
    def before(self) -> str | None:
        """Give the question before the open one."""
        names = [q.name for q in self.questions]
        return names[self.number - 2] if self.number > 1 else None

    @property
    def back(self) -> bool:
        """Tell whether the last page waits: one answer of it is changed."""
        return "back" in request.form or "change" in request.form

    @property
    def scanned(self) -> list[str]:
        """Give the containers that were scanned so far."""
        return codes(str(self.beside["items"].data or ""))

    @property
    def wrong(self) -> bool:
        """Tell whether something on the page has to be said."""
        return bool(self.form.errors or self.beside.errors or self.form.form_errors)

    def sent_elsewhere(self) -> bool:
        """Go to the question whose button was pressed, whatever is typed in this one."""
        name = request.form.get("change") or request.form.get("go")
        if name is None:
            return False
        self.at = self._known(name)
        return True

    def readable(self) -> bool:
        """Tell whether the open question is answered so that it can be read."""
        found = self.here
        if found is None:
            return True
        held = self.form if found.asked else self.beside
        good = [field.validate(held) for field in found.fields]
        if self.at == REASON and not str(self.beside.reason.data or "").strip():
            attach(self.beside, [Finding("REC-REASON", {}, "reason")])
            return False
        return all(good)

    def go_on(self) -> None:
        """Open the next question, or the last page where one answer of it was changed."""
        names = [*(q.name for q in self.questions), CHECK]
        following = names[names.index(self.at) + 1]
        asks_why = following == REASON and not self.beside.reason.data
        self.at = CHECK if self.back and not asks_why else following

    def carried(self) -> Iterator[tuple[str, str]]:
        """Give names and values of every answer that the open page does not show."""
        shown = {field.name for field in self.here.fields} if self.here else set()
        for field in (*self.form, *self.beside):
            if isinstance(field, FileField | PasswordField) or field is self.beside.scanned:
                continue
            if field.name in {"form_id", "seen"} or field.name in shown - {ITEMS}:
                continue
            yield from _sent(field)

    def _known(self, name: str) -> str:
        names = {q.name for q in self.questions} | {CHECK}
        return name if name in names else ITEMS

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give every question with its answer and what was expected, for the last page."""
        sent = self.view.hand_over
        expected = {ITEMS: ", ".join(sent.items), "quantity": str(len(sent.items))} if sent else {}
        for name in ("shipper", "seal", "logger") if sent else ():
            expected[name] = getattr(sent, name)
        for one in self.questions:
            said = ", ".join(filter(None, (self._said(one, f) for f in one.fields)))
            yield {"question": one, "said": said, "expected": expected.get(one.name, "")}

    def _said(self, one: Question, field: Any) -> str:
        if one.name == FILE:
            file = opened(self.beside.kept.data, self.view.din)
            return file.name if file else ""
        if isinstance(field, TimeField):
            at = field.at.astimezone(field.zone) if field.at else None
            return f"{at:{MINUTE}} {field.zone_words}" if at else field.local
        if isinstance(field, RadioField):
            return next((str(o.label.text) for o in field if o.checked), "")
        return str(field.data or "")


def _sent(field: Any) -> Iterator[tuple[str, str]]:
    """Give what a browser would send of a field."""
    if isinstance(field, TimeField):
        yield field.name, field.local
        if field.offset:
            yield f"{field.name}.offset", field.offset
    elif field.data or not isinstance(field, RadioField):  # an answer not chosen is not sent
        yield field.name, str(field.data or "")


def sealed(file: Kept, din: str) -> str:
    """Seal a file that was kept for a donation, to travel in the form."""
    return str(_sealer().dumps([din, asdict(file)]))


def opened(seal: str | None, din: str) -> Kept | None:
    """Give the file of a seal; None where there is none, or it was made for something else."""
    try:
        whose, file = _sealer().loads(seal or "", max_age=SECONDS)
    except (BadData, ValueError):
        return None
    return Kept(**file) if whose == din else None


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="elnapp.procurement.receipt")
