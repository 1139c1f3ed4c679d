"""What a logger's file said, for a page: beside what was typed, and what it was reckoned from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from batches.transport import KINETIC, MEASURED, OUTSIDE, SERIAL
from elnapp.procurement.queries import DonationView
from elnapp.record.plain import time_of
from elnapp.web.locale import words


def logger(view: DonationView) -> dict[str, Any] | None:
    """Give rows of typed and read values, moments, limits and notes; None where no file was read."""
    got = view.receipt
    log = got.log if got else None
    if got is None or not log or "source" not in log:
        return None
    values = log["values"]
    return {
        "rows": list(_rows(log, got.answers)),
        "source": log["source"],
        "began": _moment(log["began"]),
        "ended": _moment(log["ended"]),
        "range": _range(values.get(OUTSIDE, {}).get("inputs", {})),
        "energy": values.get(KINETIC, {}).get("inputs"),
        "excursions": [
            {**one, "start": one["start"].replace("T", " "), "end": one["end"].replace("T", " ")}
            for one in log["excursions"]
        ],
        "notes": log["notes"],
    }


def _rows(log: Mapping[str, Any], typed: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    def given(name: str) -> str:
        return str(typed.get(name, {}).get("text", ""))

    yield {"label": _("Serial number"), "typed": given(SERIAL), "read": log["source"]["serial"],
           "unit": "", "formula": ""}  # fmt: skip
    for name, label in MEASURED.items():
        if name in log["values"]:
            one = log["values"][name]
            yield {
                "label": words(label), "typed": given(name), "read": one["value"],
                "unit": one["unit"], "formula": f"{one['formula']}@{one['version']}",
            }  # fmt: skip


def _range(inputs: Mapping[str, Any]) -> tuple[str | None, str | None]:
    low, high = (str(inputs.get(name, "–")) for name in ("low", "high"))
    return (None if low == "–" else low, None if high == "–" else high)


def _moment(text: str | None) -> datetime | None:
    return time_of(text) if text else None
