"""Electronic supervision beside the cases: orders to departments, and what the public is told of an overrun."""
