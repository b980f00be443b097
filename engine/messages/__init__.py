"""Telling people: inside the system by notices, outside by the channels that the hall has."""
