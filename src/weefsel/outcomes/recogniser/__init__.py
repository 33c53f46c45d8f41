"""A second reader of names, deduce, in one process of its own that everybody asks.

deduce needs a gigabyte and seconds to start, so no worker of the pages ever imports it. All that
this room knows of the install is the folder that is passed in.
"""
