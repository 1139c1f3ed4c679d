"""The words of samples, reviews and investigations in the dossier, in both languages."""

from __future__ import annotations

from batches.text import Text

CONTROL: dict[str, Text] = {
    "oos": Text("Results out of specification", "Résultats hors spécification"),
    "no_oos": Text(
        "No result out of specification was investigated.",
        "Aucun résultat hors spécification n'a fait l'objet d'une investigation.",
    ),
    "oos_laboratory": Text("Phase I: laboratory", "Phase I : laboratoire"),
    "oos_planned": Text("Phase II: plan", "Phase II : plan"),
    "oos_plan_approved": Text("Plan approved", "Plan approuvé"),
    "oos_concluded": Text("Conclusion", "Conclusion"),
    "retests": Text("retests planned: {n}", "nouveaux essais prévus : {n}"),
    "retest_of": Text("retest of", "nouvel essai de"),
    "interim": Text("interim", "intermédiaire"),
    "reviewed": Text("reviewed:", "relu :"),
    "samples": Text("Samples and retention", "Échantillons et échantillothèque"),
    "sample": Text("Sample", "Échantillon"),
    "sample_state": Text("State", "État"),
    "taken_for": Text("Taken for", "Prélevé pour"),
    "taken": Text("Taken", "Prélevé"),
    "way": Text("Way of the sample", "Parcours"),
    "no_samples": Text("No sample is recorded.", "Aucun échantillon enregistré."),
}
