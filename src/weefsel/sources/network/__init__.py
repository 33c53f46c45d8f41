"""Clients of open data on the network: tables of CBS, boundaries of PDOK."""
