"""The workbooks that are sent out: who gets what, what stands where, and how it is written."""
