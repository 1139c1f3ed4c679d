"""The record kernel: commands, capture, chains, files, jobs, and the verification of it all.

Rooms import what they need from here.  Nothing outside this package commits.
"""

from elnapp.record.columns import DecimalText, IsoDate, JsonText, Key, SecretText, UtcDateTime
from elnapp.record.command import Answer, Call, Kernel, Rooms, Stream, Tx
from elnapp.record.errors import Busy, Conflict, NotFound, NotPermitted, Refused, Stale
from elnapp.record.stores import Stores
from elnapp.record.tables import (
    LATER,
    Counter,
    Event,
    Head,
    Job,
    Operational,
    Recorded,
    StoredFile,
    new_id,
)

__all__ = [
    "LATER",
    "Answer",
    "Busy",
    "Call",
    "Conflict",
    "Counter",
    "DecimalText",
    "Event",
    "Head",
    "IsoDate",
    "Job",
    "JsonText",
    "Kernel",
    "Key",
    "NotFound",
    "NotPermitted",
    "Operational",
    "Recorded",
    "Refused",
    "Rooms",
    "SecretText",
    "Stale",
    "StoredFile",
    "Stores",
    "Stream",
    "Tx",
    "UtcDateTime",
    "new_id",
]
