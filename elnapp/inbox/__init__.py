"""Files of instruments: kept by their hash, read once, waiting until a person says where they belong."""
