"""Berlinger Fridge-tag 2, 2 L, 2 UL and Q-tag CLm doc: the text file of the logger."""
