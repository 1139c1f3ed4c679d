"""The filters of the audit trail, read from the address so that they survive a reload."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from elnapp.audit.queries import Asked


def asked(args: Mapping[str, str], zone: ZoneInfo, stream: str = "") -> Asked:
    """Read the filters; what cannot be read counts as not given."""
    until = _day(args.get("until", ""), zone)
    page = args.get("page", "1")
    return Asked(
        stream=stream or args.get("stream", "").strip(),
        verb=args.get("verb", ""),
        actor=args.get("actor", "").strip(),
        since=_day(args.get("since", ""), zone),
        until=until + timedelta(days=1) if until else None,
        page=int(page) if page.isdecimal() and len(page) < 8 else 1,  # noqa: PLR2004 - a page number
    )


def _day(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None
