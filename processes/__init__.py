"""One folder per matter, the registry and publishing."""
