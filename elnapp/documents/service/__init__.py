"""What can be done to documents, and the texts they are made from."""

from elnapp.documents.service.changes import Change, diff
from elnapp.documents.service.life import (
    approval,
    approve,
    civil_day,
    derived_state,
    draft,
    make_effective,
    retire,
    state_of,
    submit,
)
from elnapp.documents.service.schemas import kinds
from elnapp.documents.service.texts import (
    Draft,
    decode,
    faults,
    in_written_order,
    library,
    load_yaml,
    of,
    to_yaml,
)

__all__ = [
    "Change",
    "Draft",
    "approval",
    "approve",
    "civil_day",
    "decode",
    "derived_state",
    "diff",
    "draft",
    "faults",
    "in_written_order",
    "kinds",
    "library",
    "load_yaml",
    "make_effective",
    "of",
    "retire",
    "state_of",
    "submit",
    "to_yaml",
]
