"""The facts of the ground floor: settings with their history, holidays, forms sent before, the audit trail, the outbox, version counters."""

from hub.models.attempt import FailedAttempts, attempt_key
from hub.models.audit import AuditEntry
from hub.models.holiday import Holiday
from hub.models.once import Once
from hub.models.outbox import OutboxMail
from hub.models.setting import Setting
from hub.models.version import Version

__all__ = [
    "AuditEntry",
    "FailedAttempts",
    "Holiday",
    "Once",
    "OutboxMail",
    "Setting",
    "Version",
    "attempt_key",
]
