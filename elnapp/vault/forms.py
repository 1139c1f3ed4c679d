"""Forms about identities; the browser is asked to remember and to check nothing that is typed."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.widgets import DateInput

from batches.identity import FIELDS, REQUIRED, SEXES, VIEWS
from batches.text import Text
from elnapp.documents.forms import DayField
from elnapp.web.fields import ChecksField, ChoiceField, Given
from elnapp.web.forms import PageForm, SignForm

# A checker of spelling may send what is typed to another machine.
QUIET = {"autocomplete": "off", "spellcheck": "false", "autocorrect": "off", "data-private": "1"}
UNCHANGED = Text("Unchanged", "Inchangé")
EMPTIED = tuple((name, text) for name, text in FIELDS.items() if name not in REQUIRED)


class IdentityForm(PageForm):
    """The identity of a person, typed for the first time."""

    family_name = StringField(_l("Family name"), [Given()], render_kw=QUIET)
    given_names = StringField(_l("Given names"), [Given()], render_kw=QUIET)
    birth_date = StringField(_l("Date of birth"), [Given()], widget=DateInput(), render_kw=QUIET)
    sex = ChoiceField(_l("Sex"), [Given()], choices=SEXES.items())
    hospital_number = StringField(_l("Hospital number"), render_kw=QUIET)
    contact = TextAreaField(_l("Address, telephone, e-mail"), render_kw=QUIET)
    note = TextAreaField(_l("Note on contact"), render_kw=QUIET)

    def typed(self) -> dict[str, str]:
        """Give what was typed, by field."""
        return {name: str(self[name].data or "") for name in FIELDS}


class CorrectForm(IdentityForm):
    """What is wrong in an identity; what is left empty stays as it is."""

    family_name = StringField(_l("Family name"), render_kw=QUIET)
    given_names = StringField(_l("Given names"), render_kw=QUIET)
    birth_date = StringField(_l("Date of birth"), widget=DateInput(), render_kw=QUIET)
    sex = ChoiceField(_l("Sex"), choices=(("", UNCHANGED), *SEXES.items()), default="")
    cleared = ChecksField(_l("Empty these fields"), choices=EMPTIED)
    why = ChoiceField(_l("Reason"), [Given()])


class LookForm(PageForm):
    """What is to be seen, what for, and the password once more."""

    view = ChoiceField(
        _l("What"), [Given()], choices=[(code, text) for code, (text, _fields) in VIEWS.items()]
    )
    purpose = ChoiceField(_l("Reason for looking"), [Given()])
    password = PasswordField(_l("Password"), [Given()])


class SearchForm(PageForm):
    """Whom to find, at which site, what for, and the password once more."""

    place = ChoiceField(_l("Site"), [Given()])
    family_name = StringField(_l("Family name"), render_kw=QUIET)
    given_names = StringField(_l("Given name"), render_kw=QUIET)
    birth_date = StringField(_l("Date of birth"), widget=DateInput(), render_kw=QUIET)
    hospital_number = StringField(_l("Hospital number"), render_kw=QUIET)
    purpose = ChoiceField(_l("Reason for looking"), [Given()])
    password = PasswordField(_l("Password"), [Given()])

    def typed(self) -> dict[str, str]:
        """Give what was typed, by field."""
        names = ("family_name", "given_names", "birth_date", "hospital_number")
        return {name: str(self[name].data or "") for name in names}


class AskForm(PageForm):
    """Why an identity has to be opened; the words are sealed for the physician."""

    why = ChoiceField(_l("Emergency"), [Given()])
    words = TextAreaField(
        _l("What has happened"),
        [Given()],
        description=_l("Only the physician who answers can read this."),
        render_kw=QUIET,
    )


class AnswerForm(SignForm):
    """The two components of the signature that answers a request."""

    comment = None  # type: ignore[assignment]  # WTForms drops the field: nothing is left to say.


class OpenForm(PageForm):
    """The password once more, before what was approved is shown."""

    password = PasswordField(_l("Password"), [Given()])


class DueForm(PageForm):
    """What no room of the house knows about the end of keeping, and where it is known from."""

    trial_end = DayField(_l("End of the trial"))
    last_use = DayField(_l("Last clinical use of a product of this person"))
    source = StringField(
        _l("Source"),
        [Given()],
        description=_l("The document and its date. No name: this stays readable in the record."),
        render_kw=QUIET,
    )

    def day(self, name: str) -> date | None:
        """Give a day that was typed, if any."""
        found = self[name].data
        return found if isinstance(found, date) else None
