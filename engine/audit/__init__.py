"""The exported trail of a case, and how an outsider verifies it."""
