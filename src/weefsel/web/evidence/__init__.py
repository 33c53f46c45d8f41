"""What is known: interventions, methods, published cases, and one search over all."""
