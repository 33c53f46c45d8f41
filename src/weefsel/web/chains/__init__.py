"""Chains drawn: who invests, what is done, for whom, what it does, who collects."""
