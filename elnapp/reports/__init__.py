"""Documents that leave the house: the batch dossier, sealed, with its record inside."""
