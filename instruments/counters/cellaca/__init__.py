"""Revvity (Nexcelom) Cellaca and Matrix: the results of a plate as .xlsx or CSV."""
