"""The token game of a process, data ignored: what can go wrong before a case ever runs."""
