"""The shapes that scoresheets come in: a sheet is searched for tables, and one reader reads them all."""
