"""How the fields that kinds bring along, and the values they compute, are called."""

from __future__ import annotations

from batches.text import Text

LABELS: dict[str, Text] = {
    "viable_concentration": Text("Viable cell concentration", "Concentration en cellules viables"),
    "viability": Text("Viability", "Viabilité"),
    "volume": Text("Volume of the suspension", "Volume de la suspension"),
    "mean_concentration": Text(
        "Mean viable cell concentration", "Concentration moyenne en cellules viables"
    ),
    "mean_viability": Text("Mean viability", "Viabilité moyenne"),
    "cv": Text(
        "Coefficient of variation of the replicates", "Coefficient de variation des réplicats"
    ),
    "total_viable": Text("Viable cells in total", "Cellules viables au total"),
    "viable_seeded": Text("Viable cells seeded", "Cellules viables ensemencées"),
    "vessels": Text("Number of culture vessels", "Nombre de récipients de culture"),
    "area": Text("Area of each vessel", "Surface de chaque récipient"),
    "density": Text("Seeding density", "Densité d'ensemencement"),
    "seeded_at": Text("Seeded at", "Ensemencement à"),
    "harvested_at": Text("Harvested at", "Récolte à"),
    "viable_harvested": Text("Viable cells harvested", "Cellules viables récoltées"),
    "population_doublings": Text("Population doublings", "Doublements de population"),
    "cumulative_doublings": Text(
        "Cumulative population doublings", "Doublements de population cumulés"
    ),
    "doubling_time": Text("Doubling time", "Temps de doublement"),
    "positives": Text("Positive (blue) cells", "Cellules positives (bleues)"),
    "negatives": Text("Negative cells", "Cellules négatives"),
    "cells_counted": Text("Cells counted", "Cellules comptées"),
    "senescent_read": Text(
        "Senescent cells, this reader", "Cellules sénescentes, selon ce lecteur"
    ),
    "reader_difference": Text(
        "Difference of the two readers, points", "Différence des deux lecteurs, en points"
    ),
    "senescent": Text("Senescent cells, both readers", "Cellules sénescentes, deux lecteurs"),
    "senescent_low": Text(
        "Senescent cells, lower end of the 95 % interval",
        "Cellules sénescentes, borne inférieure de l'intervalle à 95 %",
    ),
    "senescent_high": Text(
        "Senescent cells, upper end of the 95 % interval",
        "Cellules sénescentes, borne supérieure de l'intervalle à 95 %",
    ),
    "drawn": Text("Viable cells taken", "Cellules viables prélevées"),
    "samples": Text("Number of samples", "Nombre d'échantillons"),
    "containers": Text("Number of containers filled", "Nombre de contenants remplis"),
    "volume_each": Text("Volume of each container", "Volume de chaque contenant"),
    "viable_each": Text("Viable cells in each container", "Cellules viables dans chaque contenant"),
}
