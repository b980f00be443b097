"""The case engine: BPMN, the law of time limits, cases, storage and the worker. No Flask, no HTML."""
