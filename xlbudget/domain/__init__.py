"""What a final account is. Standard library only."""
