"""What a choice does: acts, effects, a ledger per payer, appraisal, what is unknown."""
