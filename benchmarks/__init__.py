"""How fast Weefsel is, each time beside a named baseline in the same run."""
