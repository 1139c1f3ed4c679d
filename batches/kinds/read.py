"""Read: a result or a record that came from elsewhere is read and entered."""

from __future__ import annotations

from batches.kinds.base import Kind, merged, no_acts, no_computed
from batches.kinds.checks import plain_check, plain_refusals

KIND = Kind("read", 1, merged, plain_refusals(merged), no_computed, plain_check(merged), no_acts)
