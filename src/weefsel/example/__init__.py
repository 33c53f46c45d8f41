"""Weverdam: a fictitious municipality, made from a seed, that shows what Weefsel does."""
