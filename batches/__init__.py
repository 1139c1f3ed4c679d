"""The rules of the house: pure functions over frozen values.

Nothing here reads a clock, opens a file, or knows of Flask and SQL; time and actor are arguments.
A rule answers with every finding and its code, never with a bare yes or no.
Limits, markers and criteria arrive as data from approved documents.
"""
