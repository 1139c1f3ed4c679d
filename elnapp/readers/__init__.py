"""The sandbox of the readers: each file is read in a process of its own, with limits.

A file from outside may be damaged or made to do harm.  The process that reads it has little memory,
little time, no other file and no network, and answers with readings or with one named refusal.
What that rests on stands in docs/decisions/0009.
"""

from elnapp.readers.limits import Limits
from elnapp.readers.sandbox import Refused, read, read_bytes

__all__ = ["Limits", "Refused", "read", "read_bytes"]
