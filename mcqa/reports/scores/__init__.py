"""The scores of a set of micro-credentials, laid out for people and for other programs."""
