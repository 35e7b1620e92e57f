"""Records and a rubric become the ratings table."""
