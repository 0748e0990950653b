"""From sheets to statements: which table it is, what its columns are, what its rows say."""
