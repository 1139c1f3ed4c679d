"""What a reader fills in to ask for a document."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from elnapp.reports.service import LANGS
from elnapp.web.fields import ChoiceField
from elnapp.web.forms import PageForm

NAMES = {"fr": "Français", "en": "English"}


class RequestForm(PageForm):
    """The language of the dossier."""

    lang = ChoiceField(_l("Language"), choices=[(code, NAMES[code]) for code in LANGS])
