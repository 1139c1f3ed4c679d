"""Nova Biomedical BioProfile FLEX2: the result list as CSV, with or without a row of units."""
