"""Roche Cedex Bio HT: the result archive as tabulated text, software 5 to 7."""
