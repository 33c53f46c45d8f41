"""Who uses Weefsel: people, the houses they belong to, and what each may do and see."""
