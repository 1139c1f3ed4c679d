"""What can be done about deviations and holds."""

from elnapp.quality.service.decisions import Assessment, assess_deviation, dispose_deviation
from elnapp.quality.service.decisions import decision as deviation_decision
from elnapp.quality.service.holds import decision as hold_decision
from elnapp.quality.service.holds import lift_hold, place_hold, place_in
from elnapp.quality.service.opening import open_deviation, open_in

__all__ = [
    "Assessment",
    "assess_deviation",
    "deviation_decision",
    "dispose_deviation",
    "hold_decision",
    "lift_hold",
    "open_deviation",
    "open_in",
    "place_hold",
    "place_in",
]
