"""The command line: it parses, calls one function per stage and hands the result to a report. It computes nothing."""
