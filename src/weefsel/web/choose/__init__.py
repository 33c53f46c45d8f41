"""Choose (Kiezen): weigh what a choice does."""
