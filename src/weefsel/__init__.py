"""Weefsel: see, weigh and agree what keeps a neighbourhood strong."""

__version__ = "0.1.0"
