"""Interpretation: stories beside figures, and the finding of an area that a person publishes."""
