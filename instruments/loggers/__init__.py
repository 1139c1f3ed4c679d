"""Readers of temperature loggers, and what is computed of a series of temperatures."""
