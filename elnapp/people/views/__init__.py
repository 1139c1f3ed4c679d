"""Pages about people: signing in and out, the own account, accounts of others, places."""

from elnapp.people.views import accounts, own, places
from elnapp.people.views.blueprint import blueprint
from elnapp.people.views.door import Person, access, init_people, lang_now, login_now, origin

__all__ = [
    "Person",
    "access",
    "accounts",
    "blueprint",
    "init_people",
    "lang_now",
    "login_now",
    "origin",
    "own",
    "places",
]
