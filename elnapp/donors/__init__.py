"""Donors by code only: consent, screening, determination of eligibility, donation."""
