"""Procurement, hand-over, receipt and quarantine of donated material."""
