"""Synthetic pilots with known truth and planted faults, to try every other stage on."""
