"""Units and their ledger: what exists, what it came from, how much is left, where it is."""
