"""Feed: medium is changed in vessels; one row a vessel where the master asks a table."""

from __future__ import annotations

from batches.kinds.base import Kind, merged, no_acts, no_computed
from batches.kinds.checks import plain_check, plain_refusals

KIND = Kind("feed", 1, merged, plain_refusals(merged), no_computed, plain_check(merged), no_acts)
