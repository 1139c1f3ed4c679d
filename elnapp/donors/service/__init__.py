"""Commands on donors: one verb, one function."""

from elnapp.donors.service.donation import NewDonation, donate
from elnapp.donors.service.eligibility import (
    Conclusion,
    NewScreening,
    determine,
    screen,
    wanted,
)
from elnapp.donors.service.enrolment import NewConsent, consent, enrol, withdraw
from elnapp.donors.service.writing import derived_state, state_of

__all__ = [
    "Conclusion",
    "NewConsent",
    "NewDonation",
    "NewScreening",
    "consent",
    "derived_state",
    "determine",
    "donate",
    "enrol",
    "screen",
    "state_of",
    "wanted",
    "withdraw",
]
