"""The database itself refuses to change or drop an entry of the audit log."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER audit_entry_no_{what.lower()} BEFORE {what} ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"""
    for what in ("UPDATE", "DELETE")
]
# INSERT OR REPLACE drops a row without the trigger above.
SQLITE.append(
    """CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
    WHEN EXISTS (SELECT 1 FROM audit_entry WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"""
)
POSTGRESQL = [
    """CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$""",
    """CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()""",
    """CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
]


def guard(apps, editor):
    for one in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(one)


def unguard(apps, editor):
    if editor.connection.vendor == "sqlite":
        for name in ("update", "delete", "replace"):
            editor.execute(f"DROP TRIGGER audit_entry_no_{name}")
    else:
        editor.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
        editor.execute("DROP TRIGGER audit_entry_no_truncate ON audit_entry")
        editor.execute("DROP FUNCTION audit_entry_refuse()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_entries")]
    operations = [migrations.RunPython(guard, unguard)]
