"""Which areas of a kind lie next to each other, as one stretch: a count, not a test."""

from __future__ import annotations

from collections.abc import Collection

from weefsel.atlas.neighbours import Neighbours


def stretches(neighbours: Neighbours, chosen: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Give the connected stretches of the chosen areas, the largest first, codes in order.

    It says where areas of a kind lie, not that they lie there more than by chance; that is
    for ``hot_spots``.
    """
    near = neighbours.among(chosen)
    left, found = set(near.codes), []
    while left:
        waiting = [min(left)]
        stretch = set(waiting)
        while waiting:
            for other in near.of(waiting.pop()):
                if other not in stretch:
                    stretch.add(other)
                    waiting.append(other)
        left -= stretch
        found.append(tuple(sorted(stretch)))
    return tuple(sorted(found, key=lambda one: (-len(one), one)))
