"""The audit trail as people read it: of one record, or of all."""
