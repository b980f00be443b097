"""The read side: plain selects to frozen dataclasses."""
