"""Pure functions of the law: working days, clocks, pauses, lights, duties, codes, masking. No I/O."""
