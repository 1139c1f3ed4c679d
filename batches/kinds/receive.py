"""Receive: what came in, by whom and in which state; the donation is scanned and must be the lot's."""

from __future__ import annotations

from batches.kinds.base import Kind, merged, no_acts, no_computed
from batches.kinds.checks import plain_check, plain_refusals

KIND = Kind("receive", 1, merged, plain_refusals(merged), no_computed, plain_check(merged), no_acts)
