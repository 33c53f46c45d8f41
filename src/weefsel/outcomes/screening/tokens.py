"""Cuts a folded text into words, and tells of each what it can be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from weefsel.outcomes.screening.fold import bare
from weefsel.outcomes.screening.lists import cue, is_word, names

# Initials ("H.J.M.", "Chr."), a preposition cut short ("v.d.", "v/d"), or a word.
_TOKEN = re.compile(
    r"(?<!\w)(?:[A-Z]\.){1,4}[ ]?(?:v\.[ ]?d\.|v/d|vd\.|v\.|d\.|van[ ]de[rn]?|van|de)[ ]?"
    r"[A-Z]\.(?!\w)"
    r"|(?:(?:[A-Z]|Th|Ch|Chr|Ph|IJ|St)\.[ ]?)+(?=[ \-,)\n]|[^\w]|$)"
    r"|(?<!\w)(?:v\.d\.|v\.d|v/d|v\.)(?!\w)"
    r"|(?<!\w)(?:mw|mevr|mvr|dhr|hr|fam|mr|mrs|ms|dr|drs|prof|ir|ing|ds|mej|wed|gr|st)\.(?=[ A-Z])"
    r"|'[ts](?!\w)"
    r"|[^\W\d_]+(?:['\-][^\W\d_]+)*",
)
_SUFFIX = re.compile(r"(?:'s|-?s')$")
# Initials with a surname cut short as well: "M.v.D.".
_CUT = re.compile(r"(?:[A-Z]\.){1,4}[ ]?(?:v|d).*[A-Z]\.")
_SHORT_CAPS = 4  # letters: capitals of at most this length are an abbreviation as a rule


@dataclass(frozen=True)
class Token:
    """A word with its place; ``lead`` is what stands between it and the word before it."""

    start: int
    end: int
    text: str
    lead: str
    follow: str

    @cached_property
    def bare(self) -> str:
        """Give the word for looking up, without a possessive."""
        return bare(_SUFFIX.sub("", self.text))

    @cached_property
    def core_end(self) -> int:
        """Give the place where the word ends without its possessive."""
        hit = _SUFFIX.search(self.text)
        return self.start + hit.start() if hit else self.end

    @cached_property
    def is_initials(self) -> bool:
        """Tell whether it is one or more initials."""
        if self.cut_name:
            return True
        return bool(re.fullmatch(r"(?:[A-Z][a-z]{0,2}\.[ ]?)+", self.text)) and not self.is_title

    @cached_property
    def cut_name(self) -> bool:
        """Tell whether it is a whole name in initials: "M.v.D."."""
        return _CUT.fullmatch(self.text) is not None

    @cached_property
    def is_role(self) -> bool:
        """Tell whether it says what somebody is to another: "consulent", "wmo-consulent"."""
        return (
            self.bare in cue("roles")
            or (len(self.parts) > 1 and self.parts[-1] in cue("roles"))
            or (not self.capital and self.bare.endswith(tuple(cue("role_endings"))))
        )

    @cached_property
    def is_title(self) -> bool:
        """Tell whether a name follows it as a rule."""
        return self.bare in cue("titles")

    @cached_property
    def is_interfix(self) -> bool:
        """Tell whether it may stand between the parts of a name."""
        return self.bare in cue("interfixes") and not (len(self.text) == 1 and self.capital)

    @cached_property
    def capital(self) -> bool:
        """Tell whether it begins with a capital and is no abbreviation."""
        return self.text[0].isupper() or bool(re.match(r"[a-z]{1,3}['\-][A-Z]", self.text))

    @cached_property
    def shouted(self) -> bool:
        """Tell whether it is all capitals."""
        return len(self.text) > 1 and self.text.isupper()

    @cached_property
    def parts(self) -> list[str]:
        """Give the parts of a word with hyphens, bare."""
        return [part for part in re.split(r"[\-']", self.bare) if part]

    @cached_property
    def first(self) -> bool:
        """Tell whether it is a first name."""
        known = names().first
        if self.capital and self.bare.endswith("s") and self.bare not in known:
            owner = self.bare[:-1]  # "Toms fiets": the s is glued to the name
            if owner in names().first_dutch and not is_word(self.bare):
                return True
        return self.bare in known or (
            len(self.parts) > 1 and all(len(part) > 1 and part in known for part in self.parts)
        )

    @cached_property
    def last(self) -> bool:
        """Tell whether it is a surname."""
        known = names().last
        return self.bare in known or (
            len(self.parts) > 1
            and all(
                len(part) > 1 and (part in known or part in names().first) for part in self.parts
            )
        )

    @cached_property
    def word(self) -> bool:
        """Tell whether it is an ordinary word too."""
        if self.bare in cue("mostly_names"):
            return False
        return (
            self.bare in names().also_words
            or self.bare in cue("english")
            or (not (self.first or self.last) and all(map(is_word, self.parts)))
        )

    @cached_property
    def never(self) -> bool:
        """Tell whether it is never a person: a disease, a firm, a day, a country."""
        return self.bare in cue("never") or any(part in cue("never") for part in self.parts[:1])

    @cached_property
    def place(self) -> bool:
        """Tell whether it is a town or a region."""
        return self.bare in names().places

    @cached_property
    def thing(self) -> bool:
        """Tell whether it ends as the name of a street, a school or a firm does."""
        tail = self.parts[-1] if self.parts else ""
        if self.is_role and not self.capital:
            return False
        if len(self.parts) > 1 and (
            tail in cue("things_after") or (is_word(tail) and not self.first and not self.last)
        ):
            return True
        return not (self.first or self.last) and any(
            tail.endswith(ending) and len(tail) > len(ending) + 1 for ending in cue("endings")
        )

    @cached_property
    def opens(self) -> bool:
        """Tell whether it stands at the head of a sentence, a line or a quote."""
        return self.lead == "" or bool(re.search(r"[.!?:;\n\"“”„«»•(|=>]|^\s*-|--|- $", self.lead))

    @cached_property
    def joined(self) -> bool:
        """Tell whether it follows the word before it with a single space."""
        return self.lead == " "


def tokens(words: str) -> list[Token]:
    """Cut a text into words, in order of place."""
    hits = [hit for hit in _TOKEN.finditer(words) if hit.group().strip()]
    found: list[Token] = []
    here = 0
    for number, hit in enumerate(hits):
        text = hit.group().rstrip()
        end = hit.start() + len(text)
        after = hits[number + 1].start() if number + 1 < len(hits) else len(words)
        found.append(Token(hit.start(), end, text, words[here : hit.start()], words[end:after]))
        here = end
    return found


def is_english(found: list[Token]) -> bool:
    """Tell whether a text is English rather than Dutch, by its small words."""
    small = [one.bare for one in found]
    english = sum(one in cue("english_signs") for one in small)
    dutch = sum(one in cue("dutch_signs") for one in small)
    return english > dutch or (english > 0 and english == dutch)
