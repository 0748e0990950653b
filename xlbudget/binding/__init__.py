"""From texts back to figures, by the format's own sentences."""
