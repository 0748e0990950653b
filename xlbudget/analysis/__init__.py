"""From statements to figures: every number the text prints, with formula and inputs."""
