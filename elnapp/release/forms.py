"""Forms of decisions: what the signer fills in before the words to sign can be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from batches.text import Text
from elnapp.release.service import Asked
from elnapp.web.fields import ChecksField, ChoiceField, Given
from elnapp.web.forms import PageForm

WHY = "why-"
PURPOSES = (
    ("destruction", Text("Destruction", "Destruction")),
    ("investigation", Text("Investigation", "Investigation")),
)
CARRIED = ("containers", "reason", "purpose", "site")
"""What the page that asks hands on to the page that signs, beside the justifications."""


class ContainersForm(PageForm):
    """Which containers."""

    containers = ChecksField(_l("Containers"))

    def offer(self, codes: Sequence[str]) -> None:
        """Offer these containers; when the form opens all of them are ticked."""
        self.containers.choices = [(code, code) for code in codes]
        if not self.is_submitted():
            self.containers.data = list(codes)


class CertifyForm(ContainersForm):
    """Which containers are certified, and why the others are not."""

    reason = TextAreaField(_l("Why the other containers are refused, if there are any"))


class DeclineForm(PageForm):
    """Why the lot is refused, and what becomes of its containers."""

    reason = TextAreaField(_l("Reason of the refusal"), [Given()])
    purpose = ChoiceField(_l("The containers are blocked for"), [Given()], choices=PURPOSES)


class SiteForm(ContainersForm):
    """Which certified containers are released, and for which site."""

    site = StringField(_l("Site of the trial"), [Given()])


def asked() -> Asked:
    """Read what the signer filled in, from the page that asks or from the page that signs."""
    sent = request.form
    reasons = {k.removeprefix(WHY): v.strip() for k, v in sent.items() if k.startswith(WHY)}
    return Asked(
        containers=tuple(sorted(set(sent.getlist("containers")))),
        reason=sent.get("reason", "").strip(),
        purpose=sent.get("purpose", ""),
        site=sent.get("site", "").strip(),
        justified={code: why for code, why in reasons.items() if why},
    )


def carried(given: Asked) -> list[tuple[str, str]]:
    """Give what the page that signs carries along, as hidden fields."""
    pairs: list[tuple[str, Any]] = [("containers", code) for code in given.containers]
    pairs += [(name, getattr(given, name)) for name in CARRIED[1:]]
    pairs += [(f"{WHY}{code}", why) for code, why in given.justified.items()]
    return [(name, value) for name, value in pairs if value]
