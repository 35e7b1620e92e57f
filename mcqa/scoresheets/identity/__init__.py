"""Identities in scoresheets: where they stand, what takes their place, and sheets rebuilt without them."""
