"""Readings as Allotrope Simple Model (ASM) JSON: an export made of what was read, never the record.

Cell counts follow `cell-counting/REC/2024/09`, culture analysers `solution-analyzer/REC/2024/09`,
cytometers `flow-cytometry/BENCHLING/2025/03`, plates `plate-reader/REC/2025/03`.  For temperature
loggers, endotoxin, spots, particles and other counts there is no model here: they get a plain document
in the same style that says it is ours.

The same file gives the same bytes: identifiers are made of its SHA-256 and of the place in it.
"""
