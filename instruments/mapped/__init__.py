"""Tables of instruments that no reader knows, read with an approved column mapping."""
