"""Results of control tests, typed against the pinned specification of a lot and judged by it."""
