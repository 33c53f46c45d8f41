"""Moves of the tables of login."""
