"""mcqa: rubric scoring and inter-rater reliability, from reviewers' spreadsheets to what to revise."""

__version__ = "0.1.0"
