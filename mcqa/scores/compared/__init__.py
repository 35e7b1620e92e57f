"""Verdicts side by side: reviewers and a panel, and what somebody says of their own work."""
