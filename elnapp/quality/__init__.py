"""Deviations and holds, about any address: opened by a rule or a person, closed by a signature."""
