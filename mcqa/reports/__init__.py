"""Results become text: a terminal table, Markdown, CSV or JSON. Rounding happens here and nowhere else."""
