"""Our workbook: where everything stands, reading a person's entries, building, and planning."""
