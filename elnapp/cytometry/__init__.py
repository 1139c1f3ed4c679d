"""Panels of flow cytometry judged by an approved gating template."""
