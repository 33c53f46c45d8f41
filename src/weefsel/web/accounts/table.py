"""The table of rights: every right, and how far each role has it.

One line a right. Change a right here and nowhere else; then run ``python docs/generate.py``
and renew ``tests/web/rights_expected.txt`` by hand, so that somebody looked at it twice.

Columns after ``of``: resident (also whoever has no account), volunteer, social worker, team
lead, director, policy adviser, council, administrator of a house, manager of this install.

- ``-``    not at all
- ``pub``  what is published, whosever it is
- ``own``  what belongs to one's own house; with ``of`` person: to oneself; with ``of``
  municipality: to any house of the municipality that one's own house is of
- ``all``  everything on this install

Whoever has a role also has every right of a resident. ``of`` says what the thing belongs
to: a ``house``, all houses of a ``municipality``, a ``person``, or the ``install`` (nobody's
in particular).
"""

from __future__ import annotations

from dataclasses import dataclass

from weefsel.base.language import Text, text
from weefsel.web.accounts.roles import INSTALL, Role

NONE, PUBLISHED, OWN, ALL = "none", "published", "own", "all"
WRITTEN = {"-": NONE, "pub": PUBLISHED, "own": OWN, "all": ALL}
HOUSE, MUNICIPALITY, PERSON = "house", "municipality", "person"
KINDS = frozenset((HOUSE, MUNICIPALITY, PERSON, INSTALL))
COLUMNS: tuple[str, ...] = (*(role.value for role in Role), INSTALL)

TABLE = """
right                 of       res  vol  soc  lea  dir  pol  cou  adm  ins
statistics.see        install  all  all  all  all  all  all  all  all  all
rights.see            install  all  all  all  all  all  all  all  all  all
recipe_compute.run    install  all  all  all  all  all  all  all  all  all
protect.use           install  all  all  all  all  all  all  all  all  all
screen.use            install  all  all  all  all  all  all  all  all  all

choice.see            house    pub  pub  own  own  own  own  pub  own  pub
choice.make           house    -    -    own  own  own  own  -    -    -
choice.edit           house    -    -    own  own  own  own  -    -    -
choice.publish        house    -    -    -    -    own  own  -    -    -
choice.hand_over      house    -    -    -    own  own  own  -    own  -
choice.delete         house    -    -    -    own  own  own  -    own  -
override.see          house    -    -    own  own  own  own  -    own  -
override.edit         house    -    -    -    -    own  own  -    -    -
decision.see          house    pub  pub  own  own  own  own  own  own  pub
decision.make         house    -    -    -    -    own  own  -    -    -
portfolio.see         house    pub  pub  own  own  own  own  pub  own  pub
portfolio.edit        house    -    -    -    -    own  own  -    -    -
portfolio.publish     house    -    -    -    -    own  own  -    -    -
portfolio.delete      house    -    -    -    -    own  own  -    own  -
text.see              house    pub  pub  own  own  own  own  own  own  pub
text.edit             house    -    -    -    own  own  own  -    -    -
own_figures.see       house    pub  pub  own  own  own  own  pub  own  pub
own_figures.enter     house    -    -    -    -    own  own  -    own  -
own_figures.withdraw  house    -    -    -    -    own  own  -    own  -
working_set.edit      house    -    -    -    -    own  own  -    -    -
own_record.see        house    -    -    own  own  own  own  -    own  -
own_record.edit       house    -    -    own  own  own  own  -    own  -

story.see             municipality  pub  pub  own  own  own  own  pub  own  pub
story.make            municipality  -    -    own  own  own  own  -    -    -
story.edit            person        own  own  own  own  own  own  own  own  own
story.delete          person        own  own  own  own  own  own  own  own  own
story.publish         municipality  -    -    -    -    own  own  -    -    -
story.take_out        municipality  -    -    -    -    own  own  -    -    -
finding.see           municipality  pub  pub  own  own  own  own  pub  own  pub
finding.edit          municipality  -    -    -    own  own  own  -    -    -
finding.publish       municipality  -    -    -    -    own  own  -    -    -

social_map.see        house    pub  pub  own  own  own  own  pub  own  pub
social_map.confirm    house    -    own  own  own  own  own  -    own  -
social_map.edit       house    -    -    own  own  own  own  -    own  -
social_map.publish    house    -    -    -    own  own  own  -    own  -
social_map.remove     house    -    -    -    own  own  own  -    own  -
social_map.bring      house    -    -    -    own  own  own  -    own  -
social_map.merge      municipality  -    -    -    own  own  own  -    own  -
social_map.term       house    -    -    -    -    own  own  -    -    -
remark.make           install  all  all  all  all  all  all  all  all  all
remark.answer         house    -    -    own  own  own  own  -    own  -
search.see            house    -    -    own  own  own  own  own  own  -
search.run            house    -    -    own  own  own  own  -    -    -

house.see             house    -    own  own  own  own  own  own  own  all
house.make            install  -    -    -    -    -    -    -    -    all
member.see            house    -    -    own  own  own  own  -    own  all
member.change         house    -    -    -    -    -    -    -    own  all
member.end            house    -    -    -    -    -    -    -    own  all
member.reset_factor   house    -    -    -    -    -    -    -    own  all
invitation.see        house    -    -    -    -    -    -    -    own  all
invitation.make       house    -    -    -    -    -    -    -    own  all
invitation.accept     install  all  all  all  all  all  all  all  all  all
own_account.see       person   own  own  own  own  own  own  own  own  own
own_account.edit      person   own  own  own  own  own  own  own  own  own
own_account.export    person   own  own  own  own  own  own  own  own  own
own_account.delete    person   own  own  own  own  own  own  own  own  own

audit.see             house    -    -    -    -    -    -    -    own  all
history.see           house    -    -    own  own  own  own  -    own  -
install.see           install  -    -    -    -    -    -    -    -    all
"""

# What a right is, to be read after "may": "a director may publish a choice".
WORDS: dict[str, Text] = {
    "statistics.see": text("see statistics, scans and their sources"),
    "rights.see": text("see who may do what"),
    "recipe_compute.run": text("weigh a choice without storing it"),
    "protect.use": text("protect a table of counts"),
    "screen.use": text("screen a text for personal data"),
    "choice.see": text("see a stored choice"),
    "choice.make": text("store a choice"),
    "choice.edit": text("change a stored choice"),
    "choice.publish": text("publish a choice"),
    "choice.hand_over": text("hand a choice over to a colleague"),
    "choice.delete": text("throw a choice away"),
    "override.see": text("see figures that replace those of research"),
    "override.edit": text("replace figures of research by own ones"),
    "decision.see": text("see a decision"),
    "decision.make": text("write down a decision"),
    "portfolio.see": text("see what a house subsidises and what it decided about it"),
    "portfolio.edit": text("bring and review what the house subsidises"),
    "portfolio.publish": text("publish the review of what the house subsidises"),
    "portfolio.delete": text("throw away a review of what the house subsidises"),
    "text.see": text("see a text of the house"),
    "text.edit": text("change a text of the house"),
    "own_figures.see": text("see own figures"),
    "own_figures.enter": text("enter and publish own figures"),
    "own_figures.withdraw": text("withdraw own figures"),
    "working_set.edit": text(
        "change the working set, the peers and the features of vulnerability of the municipality"
    ),
    "own_record.see": text("see what the house notes for its own figures"),
    "own_record.edit": text("note audits, participation, initiatives and learning places"),
    "story.see": text("see what people say about a figure"),
    "story.make": text("say something about a figure"),
    "story.edit": text("change what one said about a figure"),
    "story.delete": text("take out what one said about a figure"),
    "story.publish": text("publish what somebody said about a figure"),
    "story.take_out": text("take out what somebody else said about a figure"),
    "finding.see": text("see the finding of a neighbourhood scan"),
    "finding.edit": text("write the finding of a neighbourhood scan and note sessions"),
    "finding.publish": text("publish the finding of a neighbourhood scan"),
    "social_map.see": text("see a provision of the social map"),
    "social_map.confirm": text("confirm that a provision is still right"),
    "social_map.edit": text("enter and change a provision"),
    "social_map.publish": text("publish a provision"),
    "social_map.remove": text("end a provision and take it out"),
    "social_map.bring": text("bring a file with provisions"),
    "social_map.merge": text("merge provisions that are one, or keep them apart"),
    "social_map.term": text("set after how many months a provision must be confirmed"),
    "remark.make": text("say what is not right about a provision"),
    "remark.answer": text("see and answer what is said about a provision"),
    "search.see": text("see a search for the best place"),
    "search.run": text("search for the best place, and stop searching"),
    "house.see": text("see a house"),
    "house.make": text("make a house"),
    "member.see": text("see who works in a house"),
    "member.change": text("change somebody's role"),
    "member.end": text("end a membership"),
    "member.reset_factor": text(
        "take away somebody's second factor, so that they can make a new one"
    ),
    "invitation.see": text("see invitations"),
    "invitation.make": text("invite somebody"),
    "invitation.accept": text("accept an invitation"),
    "own_account.see": text("see one's own account"),
    "own_account.edit": text("change one's own account"),
    "own_account.export": text("take along one's own data"),
    "own_account.delete": text("delete one's own account"),
    "audit.see": text("see who did what"),
    "history.see": text("see how something of the house was before"),
    "install.see": text("see how this install is doing"),
}


@dataclass(frozen=True)
class Rule:
    """One right: whose things it is about, and how far each role has it."""

    right: str
    of: str
    scopes: dict[str, str]

    @property
    def thing(self) -> str:
        """Give what it is about: ``choice`` of ``choice.edit``."""
        return self.right.partition(".")[0]

    @property
    def words(self) -> Text:
        """Give what one may do with it."""
        return WORDS[self.right]

    def roles(self, *scopes: str) -> tuple[str, ...]:
        """Give the roles that have it as far as one of these scopes."""
        return tuple(role for role in COLUMNS if self.scopes[role] in scopes)


SCOPE_NAMES: dict[str, Text] = {
    NONE: text("no"),
    PUBLISHED: text("published"),
    OWN: text("own house"),
    ALL: text("all"),
}
OWN_PERSON = text("oneself")
OWN_MUNICIPALITY = text("own municipality")


def scope_name(rule: Rule, scope: str) -> Text:
    """Give the word for how far a right goes."""
    own = {PERSON: OWN_PERSON, MUNICIPALITY: OWN_MUNICIPALITY}
    return own.get(rule.of, SCOPE_NAMES[OWN]) if scope == OWN else SCOPE_NAMES[scope]


def read(table: str) -> dict[str, Rule]:
    """Read a table of rights; a line that does not fit is a ``ValueError``."""
    rules: dict[str, Rule] = {}
    for line in table.strip().splitlines()[1:]:
        if not line.strip():
            continue
        right, of, *cells = line.split()
        if len(cells) != len(COLUMNS) or of not in KINDS or right in rules:
            raise ValueError(f"not a line of the table of rights: {line}")
        scopes = {role: WRITTEN[cell] for role, cell in zip(COLUMNS, cells, strict=True)}
        rules[right] = Rule(right, of, scopes)
    return rules


RULES: dict[str, Rule] = read(TABLE)
