"""A bureau's own form (范本) filled in: what it names, and what it leaves to choose."""
