"""Freeze: units go into the freezer by its programme; a column `place` says where each went."""

from __future__ import annotations

from batches.kinds.base import Kind, merged, no_computed
from batches.kinds.checks import plain_check, plain_refusals
from batches.kinds.move import acts

KIND = Kind("freeze", 1, merged, plain_refusals(merged), no_computed, plain_check(merged), acts)
