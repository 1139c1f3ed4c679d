"""Forms about donors; what a screening asks is made from the protocol in force."""

from elnapp.donors.forms.pages import (
    ConfirmForm,
    ConsentForm,
    DetermineForm,
    DonationForm,
    EnrolForm,
    InformForm,
    RescheduleForm,
    ScanForm,
    SeeScanForm,
    WithdrawForm,
    instant,
)
from elnapp.donors.forms.screening import (
    ASKED_ON,
    DONATION_ON,
    Sheet,
    answers,
    day_of,
    filled,
    screening_form,
    sheets,
)

__all__ = [
    "ASKED_ON",
    "DONATION_ON",
    "ConfirmForm",
    "ConsentForm",
    "DetermineForm",
    "DonationForm",
    "EnrolForm",
    "InformForm",
    "RescheduleForm",
    "ScanForm",
    "SeeScanForm",
    "Sheet",
    "WithdrawForm",
    "answers",
    "day_of",
    "filled",
    "instant",
    "screening_form",
    "sheets",
]
