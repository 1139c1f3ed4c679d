"""What is done about people: signing in and out, accounts, grants, second factors, places."""

from elnapp.people.service.accounts import (
    NewAccount,
    change_password,
    create_account,
    deactivate,
    derived_state,
    enrol_totp,
    reset_password,
    state_of,
    unlock,
)
from elnapp.people.service.codes import begin_enrolment, current_code, enrolment_address
from elnapp.people.service.credentials import Doors, Origin, check_credentials
from elnapp.people.service.grants import grant, revoke
from elnapp.people.service.passwords import temporary_password
from elnapp.people.service.places import (
    NewProduct,
    NewSite,
    NewStudy,
    bootstrap,
    create_product,
    create_site,
    create_study,
)
from elnapp.people.service.sessions import new_token, prefer, present, sid_of, sign_in, sign_out

__all__ = [
    "Doors",
    "NewAccount",
    "NewProduct",
    "NewSite",
    "NewStudy",
    "Origin",
    "begin_enrolment",
    "bootstrap",
    "change_password",
    "check_credentials",
    "create_account",
    "create_product",
    "create_site",
    "create_study",
    "current_code",
    "deactivate",
    "derived_state",
    "enrol_totp",
    "enrolment_address",
    "grant",
    "new_token",
    "prefer",
    "present",
    "reset_password",
    "revoke",
    "sid_of",
    "sign_in",
    "sign_out",
    "state_of",
    "temporary_password",
    "unlock",
]
