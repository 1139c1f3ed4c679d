"""How the fields that kinds bring along, and the values they compute, are called."""

from __future__ import annotations

from batches.steps import Step
from batches.text import Text


def label_of(step: Step, name: str) -> Text:
    """Give the label of a computed value: the master's, the house's, else its bare name."""
    for wanted in step.params.get("results", ()):
        if wanted["name"] == name and wanted.get("label"):
            return Text.from_body(wanted["label"])
    return LABELS.get(name, Text(name, name))


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
    "growth_rate": Text("Growth rate", "Taux de croissance"),
    "fold": Text("Fold expansion", "Facteur d'expansion"),
    "confluence_yield": Text(
        "Viable cells harvested per area", "Cellules viables récoltées par surface"
    ),
    "recovery": Text("Viable recovery", "Récupération de cellules viables"),
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
    "started_at": Text("Started at", "Début à"),
    "ended_at": Text("Ended at", "Fin à"),
    "done_time": Text("Done at", "Fait à"),
    "elapsed": Text("Time elapsed", "Durée"),
    "reason": Text("Reason", "Motif"),
    "removal": Text("Why it is removed", "Motif du retrait"),
    "by_telephone": Text("Was it decided by telephone?", "La décision est-elle téléphonique ?"),
    "said_by": Text("Who decided on the telephone", "Qui a décidé au téléphone"),
    "said_at": Text("When it was said", "Quand cela a été dit"),
    "said": Text("What was said, word for word", "Ce qui a été dit, mot pour mot"),
    "printed": Text("Labels printed", "Étiquettes imprimées"),
    "applied": Text("Labels applied", "Étiquettes apposées"),
    "specimen": Text("Labels kept as specimen", "Étiquettes conservées en spécimen"),
    "destroyed": Text("Labels destroyed", "Étiquettes détruites"),
    "label_difference": Text("Labels unaccounted for", "Étiquettes non justifiées"),
    "difference": Text("Difference", "Différence"),
    "difference_percent": Text("Difference, relative", "Différence relative"),
    "viable_recovered": Text("Viable cells recovered", "Cellules viables récupérées"),
    "doublings_of_stock": Text(
        "Cumulative doublings of the vials, by the stock's record",
        "Doublements cumulés des cryotubes, selon le dossier du stock",
    ),
    "viability_thawed": Text("Viability after thaw", "Viabilité après décongélation"),
    "parts": Text("Number of parts", "Nombre de parts"),
    "viable_drawn": Text("Viable cells taken in total", "Cellules viables prélevées au total"),
    "vessels_pooled": Text("Vessels pooled", "Récipients réunis"),
    "place": Text("Place (scan)", "Emplacement (scan)"),
    "removed": Text("Unit removed (scan)", "Unité retirée (scan)"),
    "vial": Text("Vial thawed (scan)", "Cryotube décongelé (scan)"),
    "source": Text("Unit that is split (scan)", "Unité répartie (scan)"),
}
