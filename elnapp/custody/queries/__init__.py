"""Reads of units and their ledger, of places, and of labels."""

from elnapp.custody.queries.ledger import (
    ActView,
    UnitView,
    accounts,
    balance,
    balances,
    broken,
    by_role,
    elsewhere,
    history,
    stream_of,
    unit,
    units,
)
from elnapp.custody.queries.material import present_state
from elnapp.custody.queries.origins import Keeping, holds_of
from elnapp.custody.queries.places import (
    LabelView,
    PlaceView,
    label,
    labels,
    misplaced,
    occupants,
    place,
    places,
    shelf,
    way_to,
)

__all__ = [
    "ActView",
    "Keeping",
    "LabelView",
    "PlaceView",
    "UnitView",
    "accounts",
    "balance",
    "balances",
    "broken",
    "by_role",
    "elsewhere",
    "history",
    "holds_of",
    "label",
    "labels",
    "misplaced",
    "occupants",
    "place",
    "places",
    "present_state",
    "shelf",
    "stream_of",
    "unit",
    "units",
    "way_to",
]
