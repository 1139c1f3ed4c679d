"""Cytometry: from the events of a tube to counts, by an approved template.

Compensation, scales and gates are the arithmetic; `gatingml` and `flowjo` read and write gates;
`panel` evaluates the tubes of one panel and `pictures` draws what it did.  Everything here takes
arrays and frozen values and gives frozen values; the verdict against a limit is a rule of `batches`.
"""
