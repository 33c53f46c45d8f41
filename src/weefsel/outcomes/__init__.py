"""What comes of it: screening of free text, disclosure control, later instruments and effects."""
