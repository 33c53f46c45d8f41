"""House numbers, with all that may be added to one."""

from __future__ import annotations

_ADDED = (
    r"[ ]?t/?m[ ]?\d{1,4}\b",
    r"[ ]?[\-/]?[ ]?(?:(?:bis(?:[ ][a-z])?|hs|huis|rood|zwart|wit|bg|boven|beneden|achter|onder|"
    r"zw|rd|links|rechts|sous|bs)\b|[a-zA-Z]\d{0,2}\b|[IVX]{1,4}\b)",
    r"[ ]?[\-/][ ]?\d{1,4}\b",
    r"[ ,\-]{1,2}(?:\d|een|twee|drie|vier|I{1,3}|IV)[ \-]?hoog\b",
    r"[ \-](?:\d{1,2}|I{1,3}|IV)[ ]?(?:v|hg|hoog|e etage|e verd\w*)\b",
    r",?[ ](?:app?(?:artement)?|unit|kamer|kmr)\.?[ ]?\d{1,4}\b",
)
_TEENS = r"(?:vijf|zes|zeven|acht|negen)tien"
_UNITS = r"(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_TENS = r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"

NUMBER = rf"\d{{1,5}}(?!\d)(?:(?:{'|'.join(_ADDED)}){{1,2}})?"
IN_WORDS = (
    rf"(?:{_UNITS}|één|tien|elf|twaalf|dertien|veertien|{_TEENS}|(?:{_UNITS}(?:en|ën))?{_TENS}|"
    r"honderd\w*)"
)
BEFORE_IT = r"(?:huisnummer|huisnr\.?|nummer|nr\.?|no\.?|n°|#)"
