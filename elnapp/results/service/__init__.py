"""What can be done about results, panels, samples and investigations."""

from elnapp.results.service.entering import enter, invalidate
from elnapp.results.service.given import Given, Unconfirmed
from elnapp.results.service.investigating import (
    Found,
    approve_plan,
    conclude,
    conclusion,
    laboratory,
    plan,
)
from elnapp.results.service.measuring import Asked
from elnapp.results.service.moving import decide_move, decision, move_gate, template_of
from elnapp.results.service.panels import judge_panel
from elnapp.results.service.reviewing import review
from elnapp.results.service.sampling import Moved, follow

__all__ = [
    "Asked",
    "Found",
    "Given",
    "Moved",
    "Unconfirmed",
    "approve_plan",
    "conclude",
    "conclusion",
    "decide_move",
    "decision",
    "enter",
    "follow",
    "invalidate",
    "judge_panel",
    "laboratory",
    "move_gate",
    "plan",
    "review",
    "template_of",
]
