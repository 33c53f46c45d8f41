"""What the command can do, a command a file; ``cli.py`` puts them under one door."""
