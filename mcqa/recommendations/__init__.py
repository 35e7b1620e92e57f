"""From evidence to what to do, under a written policy of thresholds."""
