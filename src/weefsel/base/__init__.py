"""What all rooms share: errors, recipe and result, words of certainty, draws, language."""
