"""Sign: no question, a signature. The step is done when PERFORMED stands on its path."""

from __future__ import annotations

from batches.kinds.base import Kind, merged, no_acts, no_computed
from batches.kinds.checks import plain_check, plain_refusals

KIND = Kind("sign", 1, merged, plain_refusals(merged), no_computed, plain_check(merged), no_acts)
