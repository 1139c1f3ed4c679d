"""Flow cytometry data files (FCS 2.0 to 3.2), read on numpy and nothing else."""

from instruments.fcs.dataset import Channel, DataSet, Spillover
from instruments.fcs.reader import read
from instruments.fcs.scale import scaled

__all__ = ["Channel", "DataSet", "Spillover", "read", "scaled"]
