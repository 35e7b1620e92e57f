"""Baselines of quality: frozen shares of met per component, and new units placed against them."""
