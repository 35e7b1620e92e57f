"""Findings about a rubric: rules, the engine that runs them, and the gate that only a sound rubric passes."""
