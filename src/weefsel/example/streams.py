"""Named streams of chance: a stream is keyed by seed and name, never by order of use.

References: Salmon et al. (2011), Parallel random numbers: as easy as 1, 2, 3 (Philox).
"""

from __future__ import annotations

import hashlib

import numpy as np

KEY_BYTES = 16  # a Philox key is 128 bits


def stream(seed: int, *name: object) -> np.random.Generator:
    """Give the generator of one decision; adding another decision never changes it."""
    words = "/".join(["weverdam", str(seed), *map(str, name)])
    key = int.from_bytes(hashlib.sha256(words.encode("utf-8")).digest()[:KEY_BYTES], "little")
    return np.random.Generator(np.random.Philox(key=key))
