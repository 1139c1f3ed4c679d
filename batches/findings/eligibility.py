"""What there is to say about a determination: what questions it, who confirms it, what comes next."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "DON-KIND": Text(
        '"{found}" is no kind of information. Choose one of the list.',
        "« {found} » n'est pas un type d'information. Choisissez dans la liste.",
    ),
    "DON-EMPTY": Text("This is missing. Enter it.", "Cette donnée manque. Saisissez-la."),
    "DON-Q-INFORMATION": Text(
        "New information about the donor: {what}.",
        "Nouvelle information sur le donneur : {what}.",
    ),
    "DON-Q-SCREENING": Text(
        "Screening {n} was recorded after the determination.",
        "La sélection {n} a été enregistrée après la conclusion d'éligibilité.",
    ),
    "DON-Q-OUTCOME": Text(
        "{code} was {before} when the eligibility was determined and is {now}.",
        "{code} était {before} lors de la conclusion d'éligibilité et est {now}.",
    ),
    "DON-QUESTIONED": Text(
        "Something has come to light since this determination. The physician determines again.",
        "Un élément nouveau est apparu depuis cette conclusion. Le médecin statue de nouveau.",
    ),
    "DON-HOLD-QUESTIONED": Text(
        "The eligibility of the donor is to be determined again.",
        "L'éligibilité du donneur est à réévaluer.",
    ),
    "DON-INPUTS-MOVED": Text(
        "The inputs are no longer those that the physician signed. The physician determines again.",
        "Les données ne sont plus celles que le médecin a signées. Le médecin statue de nouveau.",
    ),
    "DON-SAME-PERSON": Text(
        "You signed this determination as physician. Another person confirms it.",
        "Vous avez signé cette conclusion comme médecin. Une autre personne la confirme.",
    ),
    "DON-NOT-SIGNED": Text(
        "The physician's signature on this determination does not stand. Nothing can be confirmed.",
        "La signature du médecin sur cette conclusion n'est pas valable. Rien ne peut être confirmé.",
    ),
    "DON-CONFIRMED": Text(
        "This determination is confirmed already. Nothing more needs to be done.",
        "Cette conclusion est déjà confirmée. Il n'y a rien de plus à faire.",
    ),
    "DON-SUPERSEDED": Text(
        "A later determination has taken the place of this one. Confirm that one.",
        "Une conclusion plus récente a remplacé celle-ci. Confirmez celle-là.",
    ),
    "DON-STOCK": Text(
        "Consent withdrawn ({scope}): decide on what was made from this donor.",
        "Consentement retiré ({scope}) : statuer sur ce qui a été fabriqué à partir de ce donneur.",
    ),
    "DON-NEXT-CONSENT": Text(
        "Next: the consent is signed and recorded.",
        "À faire : recueillir et enregistrer le consentement.",
    ),
    "DON-NEXT-SCREEN": Text(
        "Next: the screening, all criteria of the protocol.",
        "À faire : la sélection, tous les critères du protocole.",
    ),
    "DON-NEXT-DETERMINE": Text(
        "Next: the physician determines the eligibility.",
        "À faire : le médecin statue sur l'éligibilité.",
    ),
    "DON-NEXT-CONFIRM": Text(
        "Next: quality assurance confirms the determination.",
        "À faire : l'assurance qualité confirme la conclusion.",
    ),
    "DON-NEXT-DONATE": Text("Next: the donation.", "À faire : le don."),
    "DON-NEXT-SAMPLE": Text(
        "Next: samples of the donation, and their results.",
        "À faire : les prélèvements biologiques du don et leurs résultats.",
    ),
    "DON-NEXT-RESULTS": Text(
        "Next: the results awaited, then the final determination.",
        "À faire : les résultats attendus, puis la conclusion définitive.",
    ),
    "DON-NEXT-DETERMINE-AGAIN": Text(
        "Next: the physician determines again, over what has come to light.",
        "À faire : le médecin statue de nouveau, au vu des éléments nouveaux.",
    ),
    "DON-NEXT-COMPLETE": Text(
        "Next: what is not known is completed in a new screening.",
        "À faire : compléter ce qui est inconnu dans une nouvelle sélection.",
    ),
    "DON-NEXT-WAIT": Text(
        "Deferred until {until}; then the donor is screened again.",
        "Ajourné jusqu'au {until} ; le donneur est ensuite sélectionné de nouveau.",
    ),
    "DON-NEXT-AGAIN": Text(
        "The deferral ended on {until}. Next: a new screening.",
        "L'ajournement a pris fin le {until}. À faire : une nouvelle sélection.",
    ),
}
