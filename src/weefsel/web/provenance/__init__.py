"""Where figures come from: editions, parameters, assumptions, methods."""
