"""Reviewers against reference ratings of a calibration set: how near they are, and who must train again."""
