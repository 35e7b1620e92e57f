"""Cells that people decide: which are asked about, what was decided, and which of it counts."""
