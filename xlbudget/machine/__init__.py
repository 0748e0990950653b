"""The computer that the program runs on: what it has, launchers on it, files shown to a person."""
