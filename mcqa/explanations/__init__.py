"""Pages that explain coefficients, weights, metrics, intervals, benchmarks and reasons, as packaged Markdown."""
