"""Commands on donated material: one verb, one function."""

from elnapp.procurement.service.carrying import NewLeg, pass_on
from elnapp.procurement.service.collecting import NewProcurement, procure
from elnapp.procurement.service.handing import NewHandOver, hand_over
from elnapp.procurement.service.labelling import make_label
from elnapp.procurement.service.logger import Log, read_log
from elnapp.procurement.service.receiving import NewReceipt, receive
from elnapp.procurement.service.scanning import scan, scan_item
from elnapp.procurement.service.starting import give_to_lot, why_not
from elnapp.procurement.service.writing import derived_state, state_of

__all__ = [
    "Log",
    "NewHandOver",
    "NewLeg",
    "NewProcurement",
    "NewReceipt",
    "derived_state",
    "give_to_lot",
    "hand_over",
    "make_label",
    "pass_on",
    "procure",
    "read_log",
    "receive",
    "scan",
    "scan_item",
    "state_of",
    "why_not",
]
