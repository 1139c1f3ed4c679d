"""Commands on units, places and labels: one verb, one function."""

from elnapp.custody.service.labels import (
    NewLabel,
    apply_label,
    destroy_label,
    label_in,
    print_label,
    verify_label,
)
from elnapp.custody.service.ledger import VERSION, draw, end, post, repost, take, take_back
from elnapp.custody.service.moving import move, move_in
from elnapp.custody.service.places import NewPlace, add_place
from elnapp.custody.service.stock import Kept, NewStock, open_stock

__all__ = [
    "VERSION",
    "Kept",
    "NewLabel",
    "NewPlace",
    "NewStock",
    "add_place",
    "apply_label",
    "destroy_label",
    "draw",
    "end",
    "label_in",
    "move",
    "move_in",
    "open_stock",
    "post",
    "print_label",
    "repost",
    "take",
    "take_back",
    "verify_label",
]
