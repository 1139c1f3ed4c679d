"""Measurements, drills and what they need; nothing here is part of the product."""
