"""See (Zien): the pages of municipality and neighbourhood."""
