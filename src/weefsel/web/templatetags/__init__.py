"""Tags that print what the library says."""
