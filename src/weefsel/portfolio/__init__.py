"""What a municipality subsidises: the lines, their review, what is freed and where it goes."""
