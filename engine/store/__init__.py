"""Tables, the unit of work and migrations."""
