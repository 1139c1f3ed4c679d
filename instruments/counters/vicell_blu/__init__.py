"""Beckman Coulter Vi-CELL BLU: the result list as CSV, UTF-8 or UTF-16."""
