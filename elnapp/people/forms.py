"""Forms about people and places; they parse, the rules decide."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, StringField, TextAreaField

from batches.policy import ROLES
from batches.text import Text
from elnapp.web.fields import ChoiceField, Given, ListField
from elnapp.web.forms import PageForm
from elnapp.web.keep import KeptField
from elnapp.web.locale import words

WHOLE_HOUSE = ("*", Text("The whole establishment", "Tout l'établissement"))
ALL_STUDIES = ("", Text("All studies", "Toutes les études"))
LANGUAGES = (("fr", "Français"), ("en", "English"))
CHOOSE = ("", Text("Choose", "Choisir"))


class SignInForm(PageForm):
    """Who comes in."""

    login = StringField(_l("User ID"), [Given()])
    password = PasswordField(_l("Password"), [Given()])
    kept = KeptField()


class SignOutForm(PageForm):
    """Only the token against foreign pages."""


class ChangePasswordForm(PageForm):
    """The old password, and the new one twice."""

    password = PasswordField(_l("Present password"), [Given()])
    new_password = PasswordField(_l("New password"), [Given()])
    new_password_again = PasswordField(_l("New password, once more"), [Given()])


class EnrolForm(PageForm):
    """The password, and a code of the device that is being enrolled."""

    password = PasswordField(_l("Password"), [Given()])
    otp = StringField(_l("Code shown by the new device"), [Given()])


class ReplaceForm(EnrolForm):
    """The same, with a code of the device that is being replaced."""

    old_otp = StringField(_l("Code of the present device"), [Given()])


class ReasonForm(PageForm):
    """Why something is done to an account."""

    reason = TextAreaField(_l("Reason"), [Given()])


class ResetForm(ReasonForm):
    """A new first password, and a new second factor where the old one was lost."""

    drop_factor = BooleanField(_l("The second factor was lost too: remove it"))


class AccountForm(PageForm):
    """A new account."""

    name = StringField(_l("Name"), [Given()])
    login = StringField(_l("User ID"), [Given()])
    function = StringField(_l("Function"), [Given()])
    site = ListField(_l("Kept at the site"), [Given()])
    lang = ChoiceField(_l("Language"), [Given()], choices=LANGUAGES)
    verified_how = TextAreaField(_l("How the identity was verified"), [Given()])

    def offer(self, places: Iterable[tuple[str, str]]) -> None:
        """Fill in the sites to choose from."""
        self.site.choices = _choices([CHOOSE, WHOLE_HOUSE], places)


class GrantForm(PageForm):
    """A role for a site and a study."""

    role = ListField(_l("Role"), [Given()], choices=())
    site = ListField(_l("Site"), [Given()])
    study = ListField(_l("Study"))

    def offer(self, places: Iterable[tuple[str, str]], trials: Iterable[tuple[str, str]]) -> None:
        """Fill in the roles, sites and studies to choose from."""
        self.role.choices = _choices([CHOOSE, *ROLES.items()], ())
        self.site.choices = _choices([CHOOSE, WHOLE_HOUSE], places)
        self.study.choices = _choices([ALL_STUDIES], trials)


class SiteForm(PageForm):
    """A new site."""

    code = StringField(_l("Code"), [Given()])
    name = StringField(_l("Name"), [Given()])
    zone = StringField(_l("Time zone"), [Given()], default="Europe/Paris")
    country = StringField(_l("Country (two letters)"), [Given()], default="FR")
    establishment = StringField(_l("Establishment"))
    unit = StringField(_l("Unit"))
    authorisation = StringField(_l("Authorisation"))


class StudyForm(PageForm):
    """A new study."""

    code = StringField(_l("Code"), [Given()])
    site = ListField(_l("Leading site"), [Given()])
    title_en = StringField(_l("Title in English"), [Given()])
    title_fr = StringField(_l("Title in French"), [Given()])
    sponsor = StringField(_l("Sponsor"), [Given()])
    eu_ct = StringField(_l("EU trial number"))
    imp_dossier = StringField(_l("Investigational medicinal product dossier"))

    def offer(self, places: Iterable[tuple[str, str]]) -> None:
        """Fill in the sites to choose from."""
        self.site.choices = _choices([CHOOSE], places)


class ProductForm(PageForm):
    """A new product."""

    code = StringField(_l("Code"), [Given()])
    name_en = StringField(_l("Name in English"), [Given()])
    name_fr = StringField(_l("Name in French"), [Given()])
    source = StringField(_l("Tissue of origin"), [Given()])


def _choices(
    first: Iterable[tuple[str, Text]], then: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    return [*((value, words(text)) for value, text in first), *then]
