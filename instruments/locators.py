"""How a reading says where in its file it stands, for those who choose it later."""

from __future__ import annotations

_DATA_SET = "data set "


def data_set(number: int) -> str:
    """Name a data set of an FCS file, from 1 on."""
    return f"{_DATA_SET}{number}"


def number_of(locator: str) -> int:
    """Give the number of a data set by its name; ValueError when it names none."""
    if not locator.startswith(_DATA_SET):
        message = f"{locator!r} is no data set"
        raise ValueError(message)
    return int(locator.removeprefix(_DATA_SET))
