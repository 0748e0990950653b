"""Many units in one go: every workbook of a folder, and one overview of them all."""
