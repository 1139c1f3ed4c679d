"""The text file of a Berlinger logger as paths and values, and its table of readings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from instruments.reading import Refusal
from instruments.tables.numerals import Numerals

_POINT = Numerals(".")
_PAIRS = re.compile(r",\s*(?=[A-Za-z][A-Za-z0-9 ]*:)")
_PAIR = re.compile(r"^(?P<name>[^:]+):(?:\s(?P<value>.*))?$")


@dataclass(slots=True)
class Tree:
    """Every value by its path (`Conf/Alarm/0/T AL`), the rows of each table, by its path.

    A path that comes again is numbered (`Res/Alarm/5/TS S#2`).  What is taken is no longer there:
    the rest at the end is what nobody read.
    """

    values: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[tuple[int, tuple[str, ...]]]] = field(default_factory=dict)

    def take(self, path: str) -> str:
        """Return a value and strike it from what is unread; empty when the file lacks it."""
        return self.values.pop(path, "")

    def demand(self, path: str) -> str:
        """Return a value that the file must have."""
        if not self.values.get(path):
            raise Refusal("LOGGER-LINE-MISSING", path=path)
        return self.take(path)

    def number(self, path: str, default: str = "0") -> Decimal:
        """Return a value as a number; the default where the file lacks it, refused where it is none.

        It stays among the unread: a setting is not a measurement.
        """
        text = self.values.get(path, "") or default
        value = _POINT.number(text)
        if value is None:
            raise Refusal("LOGGER-NO-NUMBER", path, text=text)
        return value

    def below(self, path: str) -> list[str]:
        """Return the names directly below a path, in the order of the file."""
        start = f"{path}/"
        names = [each[len(start) :].split("/")[0] for each in self.values if each.startswith(start)]
        return list(dict.fromkeys(names))


def tree(text: str) -> Tree:
    """Return the tree of a file; a line that is no `name: value` and no table row is refused."""
    found = Tree()
    path: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        if line.startswith("\t"):
            row = tuple(cell.strip() for cell in line.strip("\t").split("\t"))
            found.tables.setdefault("/".join(path), []).append((number, row))
            continue
        depth = len(line) - len(line.lstrip(" "))
        path = path[:depth]
        for part in _PAIRS.split(line.strip()):
            path = [*path[:depth], _add(found, path[:depth], part, number)]
    return found


def _add(found: Tree, path: list[str], part: str, number: int) -> str:
    """Put one `name: value` into the tree and return its name."""
    pair = _PAIR.match(part)
    if not pair:
        raise Refusal("LOGGER-LINE-SHAPE", f"line {number}", text=part[:80])
    name, value = pair["name"].strip(), (pair["value"] or "").strip()
    full = "/".join([*path, name])
    again = 2
    while full in found.values:
        full = "/".join([*path, f"{name}#{again}"])
        again += 1
    if value:
        found.values[full] = value
    return name
