"""Words for what stands in the way of a signature."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "SIG-FACTOR": Text(
        "The signature {meaning} needs the factor {factor}, which was not given: "
        "enter it and sign again.",
        "La signature {meaning} exige le facteur {factor}, qui n'a pas été fourni : "
        "saisissez-le et signez de nouveau.",
    ),
    "SIG-NOT-FRESH": Text(
        "A signature needs its own fresh identification, of the person who signs: "
        "identify yourself again.",
        "Une signature exige une identification récente de la personne qui signe : "
        "identifiez-vous de nouveau.",
    ),
    "SIG-ROLE": Text(
        "You hold no function here that may sign {meaning}: ask a person who does.",
        "Vous n'avez ici aucune fonction habilitée à signer {meaning} : "
        "adressez-vous à une personne habilitée.",
    ),
}
