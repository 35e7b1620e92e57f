"""A YAML rubric becomes a `Rubric`: its text, its format, its model, and the rubrics shipped with mcqa."""
