"""Long tables in columns: Parquet and what mcqa exported."""
