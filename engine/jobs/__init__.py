"""The worker: due clocks, timers, outbox, daily root."""
