"""Commands on the hall itself: publishing, calendar, training clock, verification, backup."""
