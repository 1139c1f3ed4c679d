"""Readers of culture analysers: one folder a kind of export.

A quantity is the analyte and what was measured of it: `glucose_mass_concentration` in g/L,
`glutamine_molar_concentration` in mmol/L.
"""
