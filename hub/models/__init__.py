"""The facts of the ground floor: settings with their history, the audit trail, the outbox, version counters."""

from hub.models.attempt import FailedAttempts, attempt_key
from hub.models.audit import AuditEntry
from hub.models.outbox import OutboxMail
from hub.models.setting import Setting
from hub.models.version import Version

__all__ = ["AuditEntry", "FailedAttempts", "OutboxMail", "Setting", "Version", "attempt_key"]
