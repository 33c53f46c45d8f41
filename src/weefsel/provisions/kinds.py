"""The ten kinds of activity and the nine groups of social work, by name.

Both lists come from the vision of social work as a basic provision (DOMAIN.md sections 2.1
and 2.2), which says "among other things": there may be more.
"""

from __future__ import annotations

from weefsel.base.language import Text, text

ACTIVITIES: dict[str, Text] = {
    "A1": text("information and advice"),
    "A2": text("meeting and open activities"),
    "A3": text("help for one person"),
    "A4": text("contact on the street and at the door"),
    "A5": text("groups around one problem"),
    "A6": text("healthier moving, eating and living"),
    "A7": text("learning skills"),
    "A8": text("volunteers and informal care"),
    "A9": text("residents' initiatives"),
    "A10": text("support for carers"),
}
GROUPS: dict[str, Text] = {
    "G1": text("people with a mental, physical or intellectual limitation"),
    "G2": text("very old people who live on their own"),
    "G3": text("people who find social contact hard"),
    "G4": text("lonely people"),
    "G5": text("newcomers to the Netherlands"),
    "G6": text("carers of family or friends"),
    "G7": text("people with daily money stress"),
    "G8": text("homeless people"),
    "G9": text("children who grow up in hard circumstances"),
}
