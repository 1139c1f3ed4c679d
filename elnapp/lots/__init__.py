"""Lots: an effective master executed step by step, corrected, verified by a second person."""
