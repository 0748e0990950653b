"""What each place publishes, by year: data in TOML, CSV and text, read strictly, resolved once."""
