"""Judges of each word whether it is somebody's name, by the lists and the words around it.

One file, because every rule here asks the others: which word belongs to which name is one
judgement, and parts of it would import each other in a ring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from weefsel.base.language import Text, text
from weefsel.outcomes.screening.lists import cue, is_word, names
from weefsel.outcomes.screening.model import Certainty
from weefsel.outcomes.screening.tokens import Token, is_english

TITLE = text("a name after a form of address")
ROLE = text("a name after a word for a person")
INTRODUCED = text("a word that introduces a name stands before it")
INITIALS = text("initials with a surname")
INITIAL_ONLY = text("initials in the place of a name")
FIRST = text("it is in the list of first names")
LAST = text("it is in the list of surnames")
BOTH = text("a word with a capital that is a name too")
ACTS = text("a word that is a name too, and it does what a person does")
UNKNOWN = text("a word with a capital that is in no list: it may be a name")
LISTED = text("it stands in a row of names")
PREFIXED = text("a surname with its prefix")
SMALL = text("a name written without a capital")

_TWO_CAPITALS = re.compile(r"(?:Mc|Mac|De|Van|El|Al|[A-Z]')[A-Z]\w+|\w+-[A-Z]\w+|\w+'[A-Z]\w+")
_VOWEL = re.compile(r"[aeiouy]")
_NOBODY = frozenset({"x", "y", "z", "nn", "xx", "xxx", "onbekend"})  # how one leaves out a name
_IN_PLACES = frozenset({"in", "te", "uit", "op", "at"})
_REACH = 4  # words before a name in which it may be said to be a thing
_PAIR = 2
_SHORT = 3
_LONG = 4
_COINED = 7  # letters up to which a compound that is in no word list is taken for a name


@dataclass(frozen=True)
class Verdict:
    """Why a word is held to be a name, and how surely."""

    why: Text
    certainty: Certainty


class Judge:
    """Judges the words of one text."""

    def __init__(self, found: list[Token], blocked: set[int]) -> None:
        self.tokens = found
        self.blocked = blocked
        self.english = is_english(found)
        letters = "".join(one.text for one in found)
        self.shouting = letters.isupper() and len(found) > 1

    def verdicts(self) -> dict[int, Verdict]:
        """Give the verdict of each word that is held to be a name."""
        found: dict[int, Verdict] = {}
        for place in range(len(self.tokens)):
            if place in self.blocked or place in found:
                continue
            for named, verdict in self._after(place):
                if named not in self.blocked:
                    found.setdefault(named, verdict)
        for place, one in enumerate(self.tokens):
            if place not in self.blocked and place not in found:
                alone = self._alone(place, one)
                if alone is not None:
                    found[place] = alone
        self._rows(found)
        return found

    # --- a word before it tells ------------------------------------------------------------

    def _after(self, place: int) -> Iterator[tuple[int, Verdict]]:
        """Give the word that a title, a role or an introduction points to."""
        one = self.tokens[place]
        if one.is_initials:
            yield from self._after_initials(place)
            return
        title, role = one.is_title, one.is_role
        introduced = one.bare in cue("introducers") or self._says_i_am(place)
        if not (title or role or introduced):
            return
        at, named = self._next_name(place, wide=introduced)
        if named is None:
            return
        skipped = [self.tokens[each].bare for each in range(place + 1, at)]
        if skipped and skipped[0] in _IN_PLACES | {"bij", "aan", "voor", "over", "onder"}:
            return
        if skipped and named.place and (role or introduced):
            return
        if named.is_initials:
            if (title or role or one.bare == "initialen") and self._letters(named) not in _NOBODY:
                yield at, Verdict(INITIAL_ONLY, Certainty.LIKELY)
        elif self._single_letter(named):
            if title and at == place + 1 and named.bare not in _NOBODY:
                yield at, Verdict(INITIAL_ONLY, Certainty.DOUBTFUL)
        elif named.capital and not (
            named.shouted and not self.shouting and not named.last and not named.first
        ):
            found = self._capital_after(
                named,
                title=title,
                role=role,
                sure=one.bare in cue("naming"),
                following=self._following(at),
            )
            if found is not None:
                yield at, found
        elif title and self._small_surname(named, typo=at == place + 1):
            yield at, Verdict(TITLE, Certainty.LIKELY)
        elif named.first and not named.word and len(named.bare) >= _SHORT:
            yield at, Verdict(ROLE if role else INTRODUCED, Certainty.LIKELY)
        elif self._is_called(place, at, named):
            yield at, Verdict(INTRODUCED, Certainty.DOUBTFUL)

    def _is_called(self, place: int, at: int, named: Token) -> bool:
        """Tell whether a word in small letters can only be how somebody is called."""
        one, before = self.tokens[place].bare, self._before(place)
        naming = one in cue("is_called") or (
            one in {"is", "was"} and before is not None and before.bare in cue("naming")
        )
        if not naming or self.english or named.place or named.thing or named.never:
            return False
        things = self.tokens[max(0, place - _REACH) : place]
        if any(each.thing or each.bare in cue("things_before") for each in things):
            return False
        if not named.joined and at == place + 1 and named.lead.strip() != ":":
            return False
        return len(named.bare) >= _LONG and not is_word(named.bare)

    def _capital_after(
        self, named: Token, *, title: bool, role: bool, sure: bool, following: Token | None
    ) -> Verdict | None:
        if title:
            if named.is_title or (named.bare in cue("roles") and not named.last):
                return None
            if named.thing or (following is not None and following.capital and following.thing):
                return None
            return Verdict(TITLE, Certainty.SURE)
        if named.never or named.thing or named.is_title or named.bare in cue("roles"):
            return None
        if named.opens and named.lead.strip() not in {":", ""} and "\n" not in named.lead:
            return None
        known = named.first or named.last
        if named.place and not named.first:
            return None
        if not known and named.word:
            return None
        if named.bare in cue("common") and not sure:
            return None
        return Verdict(ROLE if role else INTRODUCED, Certainty.LIKELY)

    def _small_surname(self, named: Token, *, typo: bool) -> bool:
        """Tell whether a word in small letters after a title can only be a surname."""
        if len(named.bare) < _SHORT or named.never or named.is_title or named.bare in cue("roles"):
            return False
        if named.bare in cue("verbs") | cue("common") | cue("prepositions") | cue("interfixes"):
            return False
        if named.first or named.last:
            return True
        return typo and len(named.bare) > _LONG and not self.english and not is_word(named.bare)

    def _next_name(self, place: int, *, wide: bool) -> tuple[int, Token | None]:
        """Give the first word after a cue that is no prefix, when nothing stands between."""
        at = place + 1
        while at < min(len(self.tokens), place + 1 + _REACH):
            one = self.tokens[at]
            between = one.lead.strip() if wide and at == place + 1 else one.lead
            near = between in (
                {"", ":", ",", "=", "'", '"', "“"}
                if wide and at == place + 1
                else {" ", ". ", "/", " ("}
            )
            if not near and between.strip() not in {"'", '"', "‘", "“"}:
                return at, None
            if at in self.blocked:
                return at, None
            if not one.is_interfix or (one.capital and not self._more(at)):
                return at, one
            at += 1
        return at, None

    def _more(self, at: int) -> bool:
        """Tell whether a capital or another prefix follows directly."""
        if at + 1 >= len(self.tokens):
            return False
        following = self.tokens[at + 1]
        return following.joined and (following.capital or following.is_interfix)

    def _says_i_am(self, place: int) -> bool:
        one = self.tokens[place].bare
        before = self.tokens[place - 1].bare if place else ""
        return (
            (one == "ben" and before == "ik")
            or (one in {"is", "was"} and before in {"naam", "dit", "name"})
            or (one == "am" and before == "i")
        )

    def _after_initials(self, place: int) -> Iterator[tuple[int, Verdict]]:
        one = self.tokens[place]
        if self._letters(one) in cue("companies"):
            return
        at, named = self._next_name(place, wide=False)
        if named is None or not named.capital or named.thing:
            return
        known = named.first or named.last
        if known or not (named.word or named.never):
            yield at, Verdict(INITIALS, Certainty.SURE)

    def _letters(self, one: Token) -> str:
        return one.bare.replace(".", "").replace(" ", "")

    def _beside_initials(self, place: int) -> bool:
        """Tell whether other initials stand in a row with it: "J. en M."."""
        return any(
            other is not None and self.tokens[other].is_initials
            for other in (self._beside(place, 1), self._beside(place, -1))
        )

    def _is_with(self, place: int) -> bool:
        """Tell whether two or three initials stand where a person would: "met A.B."."""
        before, letters = self._before(place), self._letters(self.tokens[place])
        together = before is not None and before.bare in {"met", "namens"}
        return together and len(letters) in {_PAIR, _SHORT}

    def _single_letter(self, one: Token) -> bool:
        return len(one.text) == 1 and one.text.isupper()

    # --- the word itself tells -------------------------------------------------------------

    def _alone(self, place: int, one: Token) -> Verdict | None:
        if one.is_initials:
            letters = self._letters(one)
            lone = one.cut_name or (
                letters not in cue("companies") | cue("never") | _NOBODY
                and (self._acts(place) or self._beside_initials(place) or self._is_with(place))
            )
            return Verdict(INITIAL_ONLY, Certainty.DOUBTFUL) if lone else None
        if one.is_title or one.is_interfix or len(one.bare) < _PAIR:
            return None
        if one.never or one.thing or self._of_a_thing(place):
            return None
        if one.place and not (
            (one.first and (not one.word or self._does(place))) or self._prefixed(place)
        ):
            return None
        if one.shouted:
            return self._shouted(one)
        if one.capital:
            return self._capital(place, one)
        return self._small(place, one)

    def _of_a_thing(self, place: int) -> bool:
        """Tell whether the words beside it make it the name of a thing."""
        one = self.tokens[place]
        if one.follow.startswith("-") or one.lead == "-":
            return True
        at = place - 1
        while (
            at >= max(0, place - _REACH)
            and self.tokens[at + 1].lead in {" ", ""}
            and (
                self.tokens[at].is_interfix
                or (self.tokens[at].capital and at > 0 and not self.tokens[at].opens)
            )
        ):
            at -= 1
        if (
            at >= 0
            and self.tokens[at + 1].joined
            and (self.tokens[at].bare in cue("things_before") or self.tokens[at].thing)
            and not self.tokens[at].is_role
        ):
            return True
        after = self._following(place)
        return after is not None and (
            after.bare in cue("things_after") or (after.capital and after.thing)
        )

    def _prefixed(self, place: int) -> bool:
        """Tell whether a surname stands behind "de", "den" or "der": then it is no town."""
        before = self._before(place)
        if before is None or not self.tokens[place].last:
            return False
        if before.bare in {"van", "v", "v."}:  # "met van Dongen", "Van Dongen belt": a person
            ahead = self._before(place - 1)
            if ahead is not None:
                return ahead.bare in cue("prepositions") | cue("roles") and ahead.bare != "van"
            return before.opens and self._acts(place)
        return before.bare in {"de", "den", "der", "ten", "ter", "el", "al"}

    def _following(self, place: int) -> Token | None:
        if place + 1 < len(self.tokens) and self.tokens[place + 1].joined:
            return self.tokens[place + 1]
        return None

    def _before(self, place: int) -> Token | None:
        if place and self.tokens[place].joined:
            return self.tokens[place - 1]
        return None

    def _acts(self, place: int) -> bool:
        """Tell whether what follows is what a person does or has."""
        after = self._following(place)
        if after is None:
            return False
        if after.bare in cue("verbs") or after.bare in cue("mine"):
            return True
        if after.bare in {"en", "and"}:
            beyond = self._following(place + 1)
            return beyond is not None and beyond.bare in cue("mine")
        return (
            len(after.bare) > _LONG
            and after.bare.endswith(("t", "de", "te"))
            and not after.capital
            and (after.bare.rstrip("t") != after.bare and is_word(after.bare.rstrip("t") + "en"))
        )

    def _does(self, place: int) -> bool:
        """Tell whether what follows a word at the head of a sentence is done by people only."""
        after = self._following(place)
        one = self.tokens[place]
        return (
            one.opens
            and one.capital
            and after is not None
            and after.bare in cue("speaks") | cue("persons_do")
        )

    def _coined(self, place: int, one: Token) -> bool:
        """Tell whether a word that looks like a compound is rather a name: "Jolnada heeft"."""
        return (
            one.opens
            and _LONG <= len(one.bare) <= _COINED
            and one.bare.isalpha()
            and not self.english
            and self._verb_follows(place)
            and not is_word(one.bare, 1)
            and not any(
                is_word(one.bare[:cut].removesuffix("s"), 1) and is_word(one.bare[cut:], 1)
                for cut in range(_LONG, len(one.bare) - _PAIR)
            )
        )

    def _verb_follows(self, place: int) -> bool:
        after = self._following(place)
        return after is not None and after.bare in cue("verbs") | cue("persons_do")

    def _capital(self, place: int, one: Token) -> Verdict | None:
        if one.opens and one.bare in cue("function"):
            return None
        before = self._before(place)
        article = before is not None and before.bare in cue("articles")
        possessive = one.core_end < one.end
        if (one.first or one.last) and not one.word:
            if article and before is not None and before.bare != "de" and not one.first:
                return None
            if self.english and one.opens and (not one.first or len(one.bare) <= _SHORT):
                return Verdict(LAST, Certainty.DOUBTFUL) if self._acts(place) else None
            if one.first:
                sure = one.bare in names().first_dutch
                return Verdict(FIRST, Certainty.SURE if sure else Certainty.LIKELY)
            return Verdict(LAST, Certainty.LIKELY)
        if one.first or one.last:
            return self._capital_word(place, one, before, possessive=possessive)
        if one.word and self._coined(place, one):
            return Verdict(UNKNOWN, Certainty.DOUBTFUL)
        if one.word or article or len(one.bare) < _LONG or not _VOWEL.search(one.bare):
            return None
        return self._unknown(place, one, before)

    def _capital_word(
        self, place: int, one: Token, before: Token | None, *, possessive: bool
    ) -> Verdict | None:
        """Judge a word with a capital that is a name as well."""
        after = self._following(place)
        if not one.opens:
            if before is not None and before.bare in cue("articles"):
                prefixed = before.bare in {"de", "'t", "t"} and one.last
                return Verdict(PREFIXED, Certainty.DOUBTFUL) if prefixed else None
            if before is not None and before.is_interfix and not one.last and not one.first:
                return None
            return Verdict(BOTH, Certainty.LIKELY)
        if (
            after is not None
            and after.capital
            and not after.never
            and not after.thing
            and one.first
        ):
            return Verdict(BOTH, Certainty.LIKELY)
        if re.match(r", (?:[A-Z]\.)+", one.follow + self._text_after(place)):
            return Verdict(INITIALS, Certainty.LIKELY)
        speaks = after is not None and after.bare in cue("speaks")
        if speaks and one.last and one.bare not in cue("function") | cue("kin"):
            return Verdict(ACTS, Certainty.DOUBTFUL)
        if one.bare in cue("common"):
            return None
        if possessive or self._acts(place) or self._does(place) or self._is_in_a_state(place, one):
            return Verdict(ACTS, Certainty.DOUBTFUL)
        return None

    def _is_in_a_state(self, place: int, one: Token) -> bool:
        """Tell whether what follows tells how a person is, or how old."""
        if re.match(r",? ?\(?\d\d(?:\)| j| jr|,)", one.follow):
            return True
        after = self._following(place)
        return one.last and after is not None and after.bare in cue("states")

    def _text_after(self, place: int) -> str:
        return self.tokens[place + 1].text if place + 1 < len(self.tokens) else ""

    def _unknown(self, place: int, one: Token, before: Token | None) -> Verdict | None:
        """Judge a word with a capital that is in no list and no dictionary."""
        if one.follow[:1] in {":", "="} or re.match(r"[ \-]?\d", one.follow):
            return None
        if before is not None and before.bare in _IN_PLACES:
            return None
        if any(sign.isupper() for sign in one.text[1:]) and not _TWO_CAPITALS.fullmatch(one.text):
            return None
        if one.opens or (self.english and not (before and before.bare in cue("prepositions"))):
            after = self._following(place)
            whole = after is not None and after.capital and not after.never and not after.thing
            told = after is not None and not after.capital and is_word(after.bare)
            if not (
                self._acts(place)
                or one.core_end < one.end
                or (not self.english and (whole or told))
            ):
                return None
        return Verdict(UNKNOWN, Certainty.DOUBTFUL)

    def _shouted(self, one: Token) -> Verdict | None:
        if len(one.bare) <= _LONG and not self.shouting:
            return None
        if one.first and not one.word:
            return Verdict(FIRST, Certainty.LIKELY)
        if one.last and not one.word:
            return Verdict(LAST, Certainty.DOUBTFUL)
        return None

    def _small(self, place: int, one: Token) -> Verdict | None:
        """Judge a word in small letters."""
        if one.word or len(one.bare) < _SHORT or one.place or self.english:
            return None
        if re.search(r"\d ?$", one.lead):  # "1 jan": a month
            return None
        usual = one.bare in names().first_dutch
        if usual and (not is_word(one.bare) or one.bare in cue("mostly_names")):
            return Verdict(SMALL, Certainty.LIKELY)
        if one.first and len(one.bare) > _LONG and not is_word(one.bare):
            return Verdict(SMALL, Certainty.DOUBTFUL)
        if one.bare in names().last and len(one.bare) > _LONG and not is_word(one.bare):
            before = self._before(place)
            if self._acts(place) or (before is not None and before.is_interfix):
                return Verdict(SMALL, Certainty.DOUBTFUL)
        return None

    # --- rows of names ---------------------------------------------------------------------

    def _rows(self, found: dict[int, Verdict]) -> None:
        """Let a name in a row ("Kees, Wil en Annie") vouch for the others in it."""
        for step in (1, -1):
            places = range(len(self.tokens)) if step > 0 else range(len(self.tokens) - 1, -1, -1)
            for place in places:
                if place not in found or self.tokens[place].is_initials:
                    continue
                other = self._beside(place, step)
                if other is None or other in found or other in self.blocked:
                    continue
                one = self.tokens[other]
                if (
                    one.never
                    or one.thing
                    or one.is_title
                    or one.bare in (cue("roles") | cue("introducers") | cue("function"))
                ):
                    continue
                like = one.capital == self.tokens[place].capital
                if like and one.capital and (one.first or one.last or not one.word):
                    found[other] = Verdict(LISTED, Certainty.LIKELY)
        small = [p for p in found if not self.tokens[p].capital and found[p].why is SMALL]
        if small:
            for place, one in enumerate(self.tokens):
                if (
                    place in found
                    or place in self.blocked
                    or one.capital
                    or len(one.bare) < _SHORT
                ):
                    continue
                if (
                    one.bare in names().first_dutch
                    and one.bare not in cue("common") | cue("verbs")
                    and self._acts(place)
                ):
                    found[place] = Verdict(SMALL, Certainty.DOUBTFUL)

    def _beside(self, place: int, step: int) -> int | None:
        """Give the next word in a row, over a comma or "en"."""
        at = place + step
        if not 0 <= at < len(self.tokens):
            return None
        later = max(place, at)
        lead = self.tokens[later].lead.strip()
        if lead in {",", "&", "+", "/"}:
            return at
        if self.tokens[at].bare in {"en", "and", "of", "or"} and lead == "":
            beyond = at + step
            if 0 <= beyond < len(self.tokens) and self.tokens[max(at, beyond)].lead.strip() == "":
                return beyond
        return None
