"""Where: areas, hierarchy, geometry, indicators and the observation store."""
