"""Files of every format, opened safely, each as grids of cells."""
