"""Signatures: what was signed, by whom, as what, and whether it still stands."""
