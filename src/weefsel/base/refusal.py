"""Why the system refuses a file, in words that can be translated."""

from __future__ import annotations

import errno

from weefsel.base.language import Text, text

_FAULTS = {
    errno.ENOENT: text("it is not there"),
    errno.EACCES: text("you may not use it"),
    errno.EPERM: text("you may not use it"),
    errno.EISDIR: text("it is a folder"),
    errno.ENOTDIR: text("a part of its path is no folder"),
    errno.EEXIST: text("something of that name is in the way"),
    errno.ENOSPC: text("the disk is full"),
    errno.EDQUOT: text("your share of the disk is full"),
    errno.EROFS: text("the disk can only be read"),
    errno.ENAMETOOLONG: text("its name is too long"),
    errno.EIO: text("the disk gives an error"),
}


def why(fault: OSError) -> Text:
    """Say why the system refuses a file."""
    known = _FAULTS.get(fault.errno or 0)
    return known or text("fault %(number)s of the system", number=fault.errno or 0)
