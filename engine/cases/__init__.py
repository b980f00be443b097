"""One file per legal action on a case."""
