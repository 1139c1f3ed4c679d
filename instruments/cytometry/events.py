"""The events of one tube as the arithmetic takes them: one array a channel, on the linear scale.

Integer channels stand as `$PnE` and `$PnG` say (10^(f1 x / R) f2, or x / g), so that every number
here is on the scale a gate speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.spillover import Spillover
from instruments.reading import Note, Refusal

Values = NDArray[np.floating]


@dataclass(frozen=True)
class Events:
    """`names` are the `$PnN`, `labels` the `$PnS` ("" where absent), `values` one array each.

    `matrix` is the file's own compensation, None when it has none; where it has one that cannot be
    right, `fault` says why, and whatever asks for the matrix is refused.  `keywords` are those of the TEXT segment, upper case; they are the file's word on everything
    else (instrument, voltages, spillover).
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[Values, ...]
    keywords: Mapping[str, str] = field(default_factory=dict)
    tube: str = ""
    matrix: Spillover | None = None
    fault: Note | None = None

    def __len__(self) -> int:
        """Give the number of events."""
        return self.values[0].shape[0] if self.values else 0

    def column(self, name: str) -> Values:
        """Give the values of one channel; Refusal when no channel, or more than one, has the name."""
        found = [i for i, n in enumerate(self.names) if n == name]
        if not found:
            known = ", ".join(self.names)
            raise Refusal("CHANNEL-UNKNOWN", self.tube, channel=name, known=known)
        if len(found) > 1:
            raise Refusal("CHANNEL-TWICE", self.tube, channel=name)
        return self.values[found[0]]

    def labelled(self, wanted: Iterable[str]) -> str | None:
        """Give the name of the one channel whose `$PnS` is one of these words, or None.

        Case and everything but letters and figures are passed over: "CD 90" is "cd90".
        """
        words = {plain(w) for w in wanted}
        found = [n for n, s in zip(self.names, self.labels, strict=True) if plain(s) in words]
        if len(found) > 1:
            said = ", ".join(sorted(wanted))
            raise Refusal("LABEL-TWICE", self.tube, label=said, channels=", ".join(found))
        return found[0] if found else None

    def spillover(self) -> Spillover | None:
        """Give the matrix of the file, None when it has none; Refusal when it has a wrong one."""
        if self.fault is not None:
            raise Refusal(self.fault.code, self.tube, **self.fault.params)
        return self.matrix

    def chosen(self, inside: NDArray[np.bool_]) -> Events:
        """Give the events of a population alone."""
        kept: list[Any] = [v[inside] for v in self.values]
        return replace(self, values=tuple(kept))


def plain(text: str) -> str:
    """Give a label as it is compared."""
    return "".join(c for c in text.casefold() if c.isalnum())
