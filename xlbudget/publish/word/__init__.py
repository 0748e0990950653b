"""The Word document: written directly, each number traced to its figure."""
