"""Exports of form tools, read by small profiles."""
