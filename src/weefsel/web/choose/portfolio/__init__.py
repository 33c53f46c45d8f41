"""What a house subsidises, line by line, with the evidence beside it."""
