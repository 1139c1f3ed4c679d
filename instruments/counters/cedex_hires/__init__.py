"""Roche Cedex HiRes: the result list as CSV or .xlsx."""
