"""Drills: each runs clean, then with its seeded defect, and says what it tried and found."""
