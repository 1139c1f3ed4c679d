"""Readers of cell counters: one folder a kind of export, one way to make a reading of a row.

Quantities are named as in Allotrope's cell-counting model, words joined by underscores.
"""
