"""What was done, in words that follow a name: "Jo stored a choice"."""

from __future__ import annotations

from weefsel.base.language import Text, text
from weefsel.web.accounts.table import RULES

DEEDS: dict[str, Text] = {
    "choice.make": text("stored a choice"),
    "choice.edit": text("changed a stored choice"),
    "choice.publish": text("published a choice"),
    "choice.unpublish": text("took a choice back from publication"),
    "choice.hand_over": text("handed a choice over to a colleague"),
    "choice.delete": text("threw a choice away"),
    "override.edit": text("changed an own value"),
    "override.withdraw": text("withdrew an own value"),
    "decision.make": text("wrote down a decision"),
    "portfolio.edit": text("changed what the house subsidises"),
    "portfolio.bring": text("brought a list of what the house subsidises"),
    "portfolio.map": text("said what the columns of a list of subsidies are"),
    "portfolio.discard": text("threw a list of subsidies away"),
    "portfolio.line_edit": text("wrote down something the house subsidises"),
    "portfolio.line_delete": text("took something out of what the house subsidises"),
    "portfolio.decide": text("wrote down what was decided about a subsidy"),
    "portfolio.give": text("wrote down where freed money goes"),
    "portfolio.ungive": text("took a destination of freed money away"),
    "portfolio.publish": text("published what the house subsidises"),
    "portfolio.unpublish": text("took what the house subsidises back from publication"),
    "portfolio.hand_over": text("handed what the house subsidises over to a colleague"),
    "portfolio.delete": text("threw a review of subsidies away"),
    "text.edit": text("changed a text of the house"),
    "history.restore": text("put an earlier version back"),
    "own_figures.bring": text("brought a file of own figures"),
    "own_figures.map": text("said what the columns of own figures are"),
    "own_figures.discard": text("threw a draft of own figures away"),
    "own_figures.enter": text("entered own figures"),
    "own_figures.publish": text("published own figures"),
    "own_figures.withdraw": text("withdrew own figures"),
    "working_set.edit": text("changed the working set, peers or features of the municipality"),
    "working_set.withdraw": text("let a setting of Weefsel count again"),
    "own_record.edit": text("noted something for the house's own figures"),
    "story.make": text("said something about a figure"),
    "story.edit": text("changed what they said about a figure"),
    "story.delete": text("took out what they said about a figure"),
    "story.take_out": text("took out what somebody else said about a figure"),
    "story.publish": text("published what somebody said about a figure"),
    "story.unpublish": text("took what somebody said about a figure back from publication"),
    "finding.edit": text("wrote the finding of a neighbourhood scan or noted a session"),
    "finding.publish": text("published the finding of a neighbourhood scan"),
    "finding.unpublish": text("took the finding of a neighbourhood scan back from publication"),
    "house.make": text("made a house"),
    "house.edit": text("changed the details of a house"),
    "invitation.make": text("invited somebody"),
    "invitation.accept": text("accepted an invitation"),
    "invitation.withdraw": text("withdrew an invitation"),
    "member.change": text("changed somebody's role"),
    "member.end": text("ended a membership"),
    "member.kept": text("kept the last administrator of the house, whom the provider let go"),
    "member.reset_factor": text("took somebody's second factor away"),
    "own_account.edit": text("changed their own account"),
    "own_account.made": text("got an account by the provider of identities"),
    "own_account.new_password": text("made a link for a new password"),
    "own_account.export": text("took their own data along"),
    "own_account.delete": text("ended an account"),
    "own_account.sessions_ended": text("ended their other sessions"),
    "install.manager": text("changed who manages the install"),
    "log_in": text("logged in"),
    "log_in.failed": text("tried to log in with a wrong password"),
    "log_in.locked": text("tried too often and was locked out for a while"),
    "log_in.unlocked": text("forgot the wrong tries with a name"),
    "log_out": text("logged out"),
    "factor.set": text("set a second factor"),
    "factor.codes": text("made new backup codes"),
    "factor.reset": text("took a second factor away"),
    "audit.export": text("downloaded the log"),
}
SIGHTS: dict[str, Text] = {
    "member.see": text("looked at who works in the house"),
    "audit.see": text("looked at the log"),
    "own_figures.see": text("looked at a draft of own figures"),
    "history.see": text("looked at the history of a thing"),
    "choice.see": text("looked at a stored choice"),
}
# What stands beside a deed: the names of details, and what they are called.
DETAILS: dict[str, Text] = {
    "version": text("version"),
    "changed": text("changed"),
    "role": text("role"),
    "rows": text("rows"),
    "page": text("page"),
    "title": text("title"),
    "recipe": text("recipe"),
    "note": text("note"),
    "reason": text("reason"),
    "source": text("source"),
    "motivation": text("reason"),
    "value": text("value"),
    "low": text("at least"),
    "high": text("at most"),
    "year": text("year"),
    "price_year": text("in prices of"),
    "url": text("web address"),
    "public": text("public"),
    "body": text("decided by"),
    "decided_on": text("decided on"),
    "option_title": text("option"),
    "nl": text("text in Dutch"),
    "en": text("text in English"),
    "name": text("name"),
    "activity": text("activity"),
    "organisation": text("organisation"),
    "amount": text("amount in euros"),
    "participants": text("participants"),
    "goal": text("goal"),
    "for_whom": text("for whom"),
    "freed": text("set free a year"),
    "freed_from": text("set free from"),
    "from_year": text("from year"),
    "contract_until": text("agreement until"),
    "weight": text("weight"),
    "email": text("e-mail address"),
    "language": text("language"),
    "password": text("password"),
}
UNTOLD = frozenset(("heir", "author", "owner", "option", "schema", "range_kind"))
# Ids and codes that say nothing to a reader; the history of the thing has them in words.
UNTOLD |= {"areas", "intervention", "named", "groups", "aim", "form", "verdict", "to"}
UNTOLD |= {"line", "published_document", "published_mark"}
UNTOLD |= {f"published_{part}" for part in ("at", "version", "title", "recipe", "note")}
UNTOLD |= {"author_role", "codes", "sign", "indicator", "condition", "feature", "withdrawn_at"}
# Done by a machine or by somebody nobody knows yet.
NOBODY = text("Somebody without an account")
MACHINE = text("The manager of this computer")
FORMER = text("former member of staff")


def deed(right: str, *, seen: bool) -> Text:
    """Give what was done in words; of a right that has none yet, by its name in the table."""
    known = SIGHTS if seen else DEEDS
    if right in known:
        return known[right]
    rule = RULES.get(right)
    if rule is not None:
        return text("used a right: to %(what)s", what=rule.words)
    return text("did something called '%(right)s'", right=right)
