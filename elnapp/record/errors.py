"""What a command can answer instead of a result, one class for each thing a caller can act on."""

from __future__ import annotations

from collections.abc import Iterable

from batches.verdict import Finding


class RecordError(Exception):
    """Any answer of the kernel that is not a result."""


class Refused(RecordError):
    """The rules, the policy or the bounds say no; the findings say why, all of them.

    A refusal that `matters` (a wrong scan, a failed signature) becomes an event of its own.
    """

    def __init__(self, findings: Iterable[Finding], *, matters: bool = False) -> None:
        """Keep every finding for the page."""
        self.findings = tuple(findings)
        self.matters = matters
        super().__init__(", ".join(f.code for f in self.findings))


class NotPermitted(Refused):
    """The person may not do this verb here, or not in this state (a 403, and an event)."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep every finding; an authorisation refused is always an event."""
        super().__init__(findings, matters=True)


class Conflict(RecordError):
    """The same form was sent before with other content, or two commands claim one name."""


class Stale(RecordError):
    """The record has moved on since the form was shown; nothing was written."""

    def __init__(self, stream: str, seen: int, now: int) -> None:
        """Say which record, what the form had seen and where the record stands."""
        super().__init__(f"{stream}: the form had seen {seen}, the record stands at {now}")
        self.stream, self.seen, self.now = stream, seen, now


class Busy(RecordError):
    """The store could not take the command in time; nothing was written, trying again is safe."""


class NotFound(RecordError):
    """Nothing is known under this address."""


class WriteRefused(RuntimeError):
    """A defect in a service: a recorded row was about to change past the kernel."""


class UnsafeStore(RuntimeError):
    """The database does not keep what it acknowledges, or has lost its triggers."""
