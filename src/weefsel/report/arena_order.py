"""In which order the items of a column stand, so that few lines cross."""

from __future__ import annotations

from itertools import pairwise

from weefsel.report.arena_graph import GAIN, Graph

Order = list[list[int]]
# Of each item: what it is joined to on the left and on the right, with the weight of the line.
Joined = list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]
Near = tuple[list[list[int]], list[list[int]]]
_SWEEPS = 8
_TURNS = 12
# How much worse it is when an arrow is crossed than a line to who collects, and how much
# when the number of an arrow stands above a lower one.
_HEAVY, _OUT_OF_ORDER = 4, 6


def in_order(graph: Graph, near: Near) -> Order:
    """Order each column: by the middle of what an item is joined to, then pair by pair.

    First as the arrows are numbered; that order stays wherever another crosses no less
    (Sugiyama, Tagawa & Toda 1981; Gansner e.a. 1993 for the pairs).
    """
    order: Order = [[] for _ in range(graph.columns)]
    for index, item in enumerate(graph.items):
        order[item.column].append(index)
    for column in order:
        column.sort(key=lambda one: (graph.items[one].first, one))
    joined = _joined(graph)
    best = _by_pairs(joined, graph, [list(column) for column in order])
    fewest = _cost(joined, graph, best)
    for sweep in range(_SWEEPS):
        _sweep(graph, order, near[sweep % 2], forward=sweep % 2 == 0)
        tried = _by_pairs(joined, graph, [list(column) for column in order])
        crossings = _cost(joined, graph, tried)
        if crossings < fewest:
            best, fewest = tried, crossings
    return best


def _sweep(graph: Graph, order: Order, side: list[list[int]], *, forward: bool) -> None:
    """Sort each column by the mean place of its neighbours on one side."""
    place = {one: float(at) for column in order for at, one in enumerate(column)}
    for column in order if forward else reversed(order):
        centre = {one: _mean(side[one], place) if side[one] else place[one] for one in column}
        column.sort(key=lambda one, centre=centre: (centre[one], graph.items[one].first, one))  # type: ignore[misc]
        place |= {one: float(at) for at, one in enumerate(column)}


def _mean(items: list[int], place: dict[int, float]) -> float:
    return sum(place[each] for each in items) / len(items)


def _by_pairs(joined: Joined, graph: Graph, order: Order) -> Order:
    """Swap neighbours in a column while that crosses fewer lines, or as few in better order."""
    place = {one: at for column in order for at, one in enumerate(column)}
    for _ in range(_TURNS):
        swapped = False
        for column in order:
            for at in range(len(column) - 1):
                one, two = column[at], column[at + 1]
                now = _between(joined, place, one, two) + _untidy(graph, one, two)
                then = _between(joined, place, two, one) + _untidy(graph, two, one)
                tidier = graph.items[two].first < graph.items[one].first
                if then < now or (then == now and tidier):
                    column[at], column[at + 1] = two, one
                    place[one], place[two] = at + 1, at
                    swapped = True
        if not swapped:
            break
    return order


def _untidy(graph: Graph, above: int, below: int) -> int:
    """Count it against an order that a higher number stands above a lower one."""
    one, two = graph.items[above], graph.items[below]
    return _OUT_OF_ORDER if "pass" not in (one.kind, two.kind) and one.first > two.first else 0


def _between(joined: Joined, place: dict[int, int], above: int, below: int) -> int:
    """Count the crossings of the lines of two items, one above the other, on both sides."""
    return sum(
        weight * other
        for mine, theirs in zip(joined[above], joined[below], strict=True)
        for one, weight in mine
        for two, other in theirs
        if place[one] > place[two]
    )


def _cost(joined: Joined, graph: Graph, order: Order) -> int:
    """Weigh an order: the lines that cross, and the numbers that do not follow each other."""
    place = {one: at for column in order for at, one in enumerate(column)}
    found = 0
    for column in order:
        found += sum(_untidy(graph, one, two) for one, two in pairwise(column))
        rights = [(place[end], weight) for one in column for end, weight in joined[one][1]]
        for at, (end, weight) in enumerate(rights):
            found += sum(weight * other for two, other in rights[at + 1 :] if two < end)
    return found


def _joined(graph: Graph) -> Joined:
    """Give what each item is joined to, on its left and on its right, and how heavily."""
    found: Joined = [([], []) for _ in graph.items]
    for line in graph.lines:
        weight = 1 if line.style == GAIN else _HEAVY
        found[line.end][0].append((line.start, weight))
        found[line.start][1].append((line.end, weight))
    return found
