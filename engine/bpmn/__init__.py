"""Everything that touches SpiffWorkflow: read, check, step, save, compact, migrate."""
