"""Every check of an install, one function each; a room that needs one adds it here."""

from __future__ import annotations

from weefsel.web.keep.checks import data, files, people, setting
from weefsel.web.keep.grading import Check

CHECKS: tuple[Check, ...] = (
    setting.debug,
    setting.secret_key,
    setting.hosts,
    setting.https,
    setting.proxies,
    setting.security_contact,
    setting.identity_provider,
    setting.clock,
    people.manager,
    people.second_factor,
    people.example_users,
    people.made_up_houses,
    people.locked_out,
    people.audit,
    data.database,
    data.migrations,
    data.sources,
    data.names_in_text,
    files.backup,
    files.private,
    files.room,
    files.former,
    files.strangers,
)
