"""Gating-ML 2.0, the standard by which gates travel: read to a strategy, and written from one.

Source: International Society for Advancement of Cytometry, Gating-ML 2.0 (2013).
"""

from instruments.cytometry.gatingml.reading import Imported, read
from instruments.cytometry.gatingml.writing import write

__all__ = ["Imported", "read", "write"]
