"""Forms about lots; they parse, the rules decide.  What a step asks is built from its master."""

from __future__ import annotations

from collections.abc import Container, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Form, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import Optional

from batches.retention import GROUNDS, SUBJECTS
from batches.text import Text
from elnapp.documents.forms import DayField
from elnapp.web.fields import ChoiceField, Given, ListField, TimeField
from elnapp.web.forms import PageForm
from elnapp.web.uploads import SentFile

PURPOSES: tuple[tuple[str, Text], ...] = (
    ("clinical", Text("Clinical: may be certified", "Clinique : peut être certifié")),
    ("engineering", Text("Engineering", "Technique (mise au point)")),
    ("process_simulation", Text("Process simulation", "Simulation de procédé")),
    ("training", Text("Training", "Formation")),
)
NONE = ("", Text("None", "Aucun"))


class IssueForm(PageForm):
    """What a lot is issued for; the lists come from what is known and in force."""

    purpose = ChoiceField(_l("Purpose"), [Given()], choices=PURPOSES)
    site = ListField(_l("Site"), [Given()])
    study = ListField(_l("Study"), [Optional()])
    product = ListField(_l("Product"), [Given()])
    master = ListField(_l("Master batch record"), [Given()])
    specification = ListField(_l("Specification"), [Given()])
    source = ListField(_l("Donor and donation"), [Optional()])
    comment = TextAreaField(_l("Comment"), [Optional()])


def _grounds() -> list[tuple[str, Text]]:
    """Give each ground with what it is stated about, in words."""
    return [
        (code, Text(f"{SUBJECTS[about].en}: {said.en}", f"{SUBJECTS[about].fr} : {said.fr}"))
        for code, (about, said) in GROUNDS.items()
    ]


class KeepingForm(PageForm):
    """What is stated about the expiry or the last use of a lot, and from which document."""

    basis = ChoiceField(_l("What is stated, and on what ground"), [Given()], choices=_grounds())
    day = DayField(_l("Day"), [Optional()])
    source = TextAreaField(_l("Document that says it"), [Given()])
    reason = TextAreaField(_l("Why an earlier statement is replaced"), [Optional()])


class RepetitionForm(PageForm):
    """Opening the next run of a phase."""

    phase = HiddenField()


class Beside(Form):
    """What stands beside the answer to a step: when it was done, and why it is confirmed."""

    done_at = TimeField(_l("Done at"), [Optional()])
    reason = TextAreaField(_l("Reason"), [Optional()])


class BesideCorrection(Form):
    """What a correction needs beside the values: the reason and a fresh password."""

    reason = TextAreaField(_l("Reason for the correction"), [Given()])
    password = PasswordField(_l("Your password"), [Given()])


class SecondForm(PageForm):
    """The second person at the same tablet, with their own user ID and password."""

    entry = HiddenField()
    login = StringField(_l("User ID of the second person"), [Given()])
    password = PasswordField(_l("Password of the second person"), [Given()])


class DeclareForm(PageForm):
    """Why nobody witnessed."""

    entry = HiddenField()
    reason = TextAreaField(_l("Why nobody witnessed it"), [Given()])


class OwnSignForm(PageForm):
    """The person signed in signs a step: the password once more."""

    password = PasswordField(_l("Your password"), [Given()])


class ImageForm(SentFile, PageForm):
    """The picture of one field of the microscope."""

    n = ListField(_l("Field of the microscope"), [Given()])
    file = FileField(
        _l("Picture of the field"),
        [Given()],
        description=_l("PNG or JPEG, as the camera of the microscope saved it."),
    )
    reason = TextAreaField(_l("Why another picture takes the place of one"), [Optional()])

    def offer(self, fields: Sequence[int], known: Container[int]) -> None:
        """Offer the fields, the first one without a picture chosen already."""
        self.n.choices = [(str(n), str(n)) for n in fields]
        if not self.is_submitted():
            self.n.data = str(next((n for n in fields if n not in known), fields[0]))

    @property
    def field(self) -> int:
        """Give the number of the field."""
        return int(self.n.data)


class AttachForm(PageForm):
    """Linking readings to what was recorded: why, where they differ, and the password once more."""

    entry = HiddenField()
    reason = TextAreaField(_l("Reason, where the file differs or is held"), [Optional()])
    password = PasswordField(_l("Your password"), [Given()])
