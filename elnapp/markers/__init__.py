"""Infectious markers of donors: requests, samples, results, files of laboratories."""
