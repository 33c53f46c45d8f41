"""How results are shown: charts, maps, the council memo and tables to take away."""
