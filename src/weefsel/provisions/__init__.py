"""What is there: places and services of the social base, their budget, and the register."""
