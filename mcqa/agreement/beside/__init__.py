"""What is read beside the coefficients: what the data can and cannot say, and which coefficient to report."""
