"""The social map: what there is for people, kept by houses and found by everybody."""
