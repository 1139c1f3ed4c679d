"""What can be done with the tubes of a panel."""

from elnapp.cytometry.service.answering import answer
from elnapp.cytometry.service.drawing import WORDS, drawn
from elnapp.cytometry.service.evaluating import Panel, evaluate
from elnapp.cytometry.service.templates import of_text, shipped

__all__ = ["WORDS", "Panel", "answer", "drawn", "evaluate", "of_text", "shipped"]
