"""JSON Schema forms: check and coerce what people fill in."""
