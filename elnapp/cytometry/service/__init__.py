"""What can be done with the tubes of a panel."""

from elnapp.cytometry.service.answering import answer
from elnapp.cytometry.service.evaluating import Drawing, Named, Panel, evaluate
from elnapp.cytometry.service.gates import Draft, drafts
from elnapp.cytometry.service.templates import of_text, shipped

__all__ = [
    "Draft",
    "Drawing",
    "Named",
    "Panel",
    "answer",
    "drafts",
    "evaluate",
    "of_text",
    "shipped",
]
