"""What differs between two bodies, place by place; list items are matched by their code or name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Change = tuple[str, Any, Any]
"""(place, old, new); None on a side where the place does not exist."""

NAMES = ("code", "name", "value")


def diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Give every place whose value differs, in the order of the new body, then what is gone."""
    before, after = dict(_leaves(old, "")), dict(_leaves(new, ""))
    places = [*after, *(place for place in before if place not in after)]
    return [
        (place, before.get(place), after.get(place))
        for place in places
        if before.get(place) != after.get(place)
    ]


def _leaves(node: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Give each value with its place; an empty list or mapping is a value."""
    if isinstance(node, Mapping) and node:
        for name, value in node.items():
            yield from _leaves(value, f"{place}.{name}" if place else str(name))
    elif isinstance(node, list) and node and _plain(node):
        yield place, ", ".join("–" if v is None else str(v) for v in node)
    elif isinstance(node, list) and node:
        for label, value in zip(_labels(node), node, strict=True):
            yield from _leaves(value, f"{place}[{label}]")
    else:
        yield place, node


def _plain(items: list[Any]) -> bool:
    return not any(isinstance(item, Mapping | list) for item in items)


def _labels(items: list[Any]) -> list[str]:
    """Name the items of a list by their own code where all have one, else by position."""
    for name in NAMES:
        own = [str(i[name]) for i in items if isinstance(i, Mapping) and name in i]
        if len(own) == len(items) == len(set(own)):
            return own
    return [str(i) for i in range(len(items))]
