"""Keep an install well: backup, restore, and checks that say how it stands."""
