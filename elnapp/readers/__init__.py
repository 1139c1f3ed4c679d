"""The sandbox of the readers: each file, and each panel, in a process of its own, with limits.

A file from outside may be damaged or made to do harm.  The process that opens it has little memory,
little time, no other file and no network, and answers with what it found or one named refusal.
What that rests on stands in docs/decisions/0009.
"""

from elnapp.readers.limits import Limits
from elnapp.readers.sandbox import Refused, measure, read, read_bytes

__all__ = ["Limits", "Refused", "measure", "read", "read_bytes"]
