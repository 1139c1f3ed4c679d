"""What can be done with the tubes of a panel."""

from elnapp.cytometry.service.answering import answer
from elnapp.cytometry.service.drawing import WORDS, drawn
from elnapp.cytometry.service.evaluating import Panel, evaluate
from elnapp.cytometry.service.gates import Draft, drafts, gating_ml
from elnapp.cytometry.service.templates import of_text, shipped

__all__ = [
    "WORDS",
    "Draft",
    "Panel",
    "answer",
    "drafts",
    "drawn",
    "evaluate",
    "gating_ml",
    "of_text",
    "shipped",
]
