"""The one place that reads the wall clock."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Give the server's time, in UTC with microseconds."""
    return datetime.now(UTC)
