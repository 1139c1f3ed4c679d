"""Monitor: environment and process while the work goes on; plates by their codes."""

from __future__ import annotations

from batches.kinds.base import Kind, merged, no_acts, no_computed
from batches.kinds.checks import plain_check, plain_refusals

KIND = Kind("monitor", 1, merged, plain_refusals(merged), no_computed, plain_check(merged), no_acts)
