"""The words of the section on growth, in both languages."""

from __future__ import annotations

from batches.text import Text

GROWTH: dict[str, Text] = {
    "passage": Text("Passage", "Passage"),
    "vessels": Text("Vessels", "Récipients"),
    "area": Text("Area", "Surface"),
    "seeded": Text("Seeded", "Ensemencé"),
    "density": Text("Density", "Densité"),
    "harvested": Text("Harvested", "Récolté"),
    "viability": Text("Viability", "Viabilité"),
    "doublings": Text("PD", "DP"),
    "cumulative": Text("cPD", "DP cumulés"),
    "doubling_time": Text("DT", "TD"),
    "growth_rate": Text("Growth rate", "Taux de croissance"),
    "fold": Text("Fold", "Expansion"),
    "per_area": Text("Per area", "Par surface"),
    "days": Text("Day", "Jour"),
    "growth_none": Text("No passage has been harvested.", "Aucun passage récolté."),
    "plot_cumulative": Text("Cumulative doublings", "Doublements cumulés"),
    "plot_doublings": Text("Doublings of each passage", "Doublements de chaque passage"),
    "plot_viability": Text("Viability at harvest, %", "Viabilité à la récolte, %"),
    "plot_senescent": Text("Senescent cells, %", "Cellules sénescentes, %"),
    "plot_passage": Text("passage", "passage"),
    "senescent": Text("Senescent", "Sénescentes"),
    "plot_time": Text("Doubling time, h", "Temps de doublement, h"),
    "plot_days": Text("days since the first seeding", "jours depuis le premier ensemencement"),
    "growth_plot": Text(
        "Plots of doublings, doubling time, viability and senescent cells; their values stand in the "
        "table.",
        "Courbes des doublements, du temps de doublement, de la viabilité et des cellules "
        "sénescentes ; les valeurs figurent au tableau.",
    ),
    "convention": Text("Conventions", "Conventions"),
    "convention_doublings": Text(
        "Cumulative doublings, convention ({c}).", "Doublements cumulés, convention ({c})."
    ),
    "growth_legend": Text(
        "PD population doublings, cPD cumulative, DT doubling time. Formulas",
        "DP doublements de population, TD temps de doublement. Formules",
    ),
}
