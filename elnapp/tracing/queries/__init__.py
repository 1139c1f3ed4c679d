"""Reading the graph: what a code names, what lies above and below it, and what cannot be."""

from elnapp.tracing.queries.check import Checked, check
from elnapp.tracing.queries.find import find
from elnapp.tracing.queries.graph import DIRECTIONS, Asked, trace
from elnapp.tracing.queries.kinds import LAYERS, SHOWN, WORDS
from elnapp.tracing.queries.ties import WORDS as RELATIONS

__all__ = [
    "DIRECTIONS",
    "LAYERS",
    "RELATIONS",
    "SHOWN",
    "WORDS",
    "Asked",
    "Checked",
    "check",
    "find",
    "trace",
]
