"""Commands on donors: one verb, one function."""

from elnapp.donors.service.donation import NewDonation, donate
from elnapp.donors.service.eligibility import (
    Conclusion,
    Confirmed,
    confirm,
    confirmation,
    determine,
    wanted,
)
from elnapp.donors.service.enrolment import NewConsent, consent, enrol, withdraw
from elnapp.donors.service.moving import reschedule
from elnapp.donors.service.news import NewInformation, inform
from elnapp.donors.service.scans import ScanStore, Sealing, keep_scan, see_scan
from elnapp.donors.service.screening import NewScreening, screen
from elnapp.donors.service.writing import derived_state, settle, state_of

__all__ = [
    "Conclusion",
    "Confirmed",
    "NewConsent",
    "NewDonation",
    "NewInformation",
    "NewScreening",
    "ScanStore",
    "Sealing",
    "confirm",
    "confirmation",
    "consent",
    "derived_state",
    "determine",
    "donate",
    "enrol",
    "inform",
    "keep_scan",
    "reschedule",
    "screen",
    "see_scan",
    "settle",
    "state_of",
    "wanted",
    "withdraw",
]
