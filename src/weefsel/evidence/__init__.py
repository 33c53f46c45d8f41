"""What is known: parameters with their sources, assumptions, price indices and chains."""
