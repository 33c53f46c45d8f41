"""Learn: tools that keep people out of tables and texts."""
