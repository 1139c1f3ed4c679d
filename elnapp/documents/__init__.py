"""Every versioned, approved text of the house: one kind of record, one life cycle."""
