"""Lists beside the sheets: the roster of reviewers and the micro-credentials."""
