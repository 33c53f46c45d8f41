"""How it goes: which figures count, what they are compared with, and what may be said."""
