"""What leaves the house: the review page."""
