"""Who uses Weefsel: a model of its own from the first migration on; nobody logs in yet."""
