"""Reads the outside world into raw tidy frames; the atlas maps them to indicators."""
