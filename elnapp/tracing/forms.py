"""What a look-up asks for, read from the address so that it survives a reload and can be sent on."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from elnapp.tracing.queries import DIRECTIONS, LAYERS, SHOWN, Asked

LONGEST_PAGE = 7  # digits of a page number


@dataclass(frozen=True, slots=True)
class Wanted:
    """A look-up with how it is shown: `opened` are ids in runs that are unfolded."""

    asked: Asked
    opened: tuple[str, ...]
    page: int

    @property
    def empty(self) -> bool:
        """Tell whether nothing is asked yet."""
        return not self.asked.text.strip()


def wanted(args: MultiDict[str, str]) -> Wanted:
    """Read a look-up; a direction or layer that is none counts as not given.

    `shown` tells that the layers were chosen, so that none of them is a choice, too.
    """
    direction, page = args.get("direction", ""), args.get("page", "1")
    chosen = tuple(layer for layer in LAYERS if layer in args.getlist("layer"))
    return Wanted(
        Asked(
            args.get("q", ""),
            direction if direction in DIRECTIONS else "both",
            chosen if "shown" in args or chosen else SHOWN,
        ),
        tuple(args.getlist("open")),
        int(page) if page.isdecimal() and len(page) <= LONGEST_PAGE else 1,
    )
