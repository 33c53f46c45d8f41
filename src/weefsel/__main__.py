"""Run the command with ``python -m weefsel``."""

from weefsel.cli import main

main()
