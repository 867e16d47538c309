"""Postfix and Dovecot of this machine with configurations of their own: on free ports, in a folder that goes afterwards.

Nothing of the machine's own mail is touched. Both want to be started by root (and give that up at once): where the
tests do not run as root they count as absent, see `tests/services.py`.
"""

import contextlib
import grp
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers import Server, free_port

HOST = "127.0.0.1"
SBIN = "/usr/sbin"
MAILBOXES = 0  # instead of a port: of Dovecot
PASSWORD = "seven-palms"  # of every mailbox
READER = "nobody"  # whose files the mailboxes are: Dovecot serves none of root's


@dataclass(frozen=True)
class MailServers:
    """What listens where. `smtp` takes mail for every domain it was given a way for, `imap` shows the mailboxes."""

    smtp: int
    imap: int
    folder: Path

    def log(self) -> str:
        """What both have written down; for a test that failed."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))


@contextlib.contextmanager
def running(ways: dict[str, int], *, asked: tuple[str, ...] = ()) -> Iterator[MailServers]:
    """Start both. `ways` says where mail of each domain goes: {"hub.example": LMTP port, "people.example": MAILBOXES}.

    At MAILBOXES every address has a mailbox: its user is the address without its "+detail", its password `PASSWORD`.
    For recipients at the domains `asked` Postfix finds out at RCPT, from whoever it would hand the mail to, whether
    they are known. The folder is short and readable: sockets have short names, and the servers' own users read it.
    """
    folder = Path(tempfile.mkdtemp(prefix="hub-mail-", dir="/tmp"))
    folder.chmod(0o755)
    smtp, imap, mailboxes = free_port(), free_port(), free_port()
    ports = {domain: mailboxes if port == MAILBOXES else port for domain, port in ways.items()}
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        stack.enter_context(_up(_dovecot(folder, imap, mailboxes), imap, folder / "dovecot.out"))
        stack.enter_context(_up(_postfix(folder, smtp, ports, asked), smtp, folder / "postfix.out"))
        yield MailServers(smtp, imap, folder)


@contextlib.contextmanager
def _up(command: list[str], port: int, log: Path) -> Iterator[None]:
    """Run a server in the foreground, its output in a file, from when it listens to the end of the block."""
    server = Server(command, port, env=dict(os.environ), log=log)
    try:
        server.wait()
        yield
    finally:
        server.stop()


def _dovecot(folder: Path, imap: int, lmtp: int) -> list[str]:
    """Mailboxes that exist as soon as somebody writes to them, read by IMAP, filled by LMTP."""
    reader = pwd.getpwnam(READER)
    mail = folder / "mail"
    mail.mkdir()
    os.chown(mail, reader.pw_uid, reader.pw_gid)
    conf = folder / "dovecot.conf"
    conf.write_text(
        f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = {HOST}
ssl = no
disable_plaintext_auth = no
auth_username_format = %Lu
recipient_delimiter = +
mail_location = maildir:~/Maildir
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={reader.pw_uid} gid={reader.pw_gid} home={mail}/%Ld/%Ln allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@people.example
}}
"""
    )
    return [f"{SBIN}/dovecot", "-F", "-c", str(conf)]


def _postfix(folder: Path, smtp: int, ports: dict[str, int], asked: Iterable[str]) -> list[str]:
    """Takes mail from this machine and hands it on by LMTP; what it cannot hand on goes back to the envelope sender."""
    etc, data = folder / "postfix", folder / "data"
    etc.mkdir()
    data.mkdir()
    owner = pwd.getpwnam("postfix")
    os.chown(data, owner.pw_uid, grp.getgrgid(owner.pw_gid).gr_gid)
    (folder / "queue").mkdir()
    ways = ", ".join(f"{{ {domain} = lmtp:inet:{HOST}:{port} }}" for domain, port in ports.items())
    unknown = ", ".join(f"{{ {domain} = reject_unverified_recipient }}" for domain in asked)
    (etc / "main.cf").write_text(
        f"""
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {data}
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mx.test.example
mydestination =
alias_maps =
alias_database =
local_transport = error:nobody lives here
inet_interfaces = {HOST}
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
recipient_delimiter = +
relay_domains = {", ".join(ports)}
transport_maps = inline:{{ {ways} }}
smtpd_recipient_restrictions = {f"check_recipient_access inline:{{ {unknown} }}," if unknown else ""} permit_mynetworks, reject
unverified_recipient_reject_code = 550
address_verify_poll_delay = 1s
smtpd_client_connection_count_limit = 0
minimal_backoff_time = 2s
maximal_backoff_time = 5s
queue_run_delay = 2s
"""
    )
    services = [
        f"{HOST}:{smtp} inet n - n - - smtpd",
        "cleanup unix n - n - 0 cleanup",
        "qmgr unix n - n 300 1 qmgr",
        "rewrite unix - - n - - trivial-rewrite",
        *(f"{name} unix - - n - 0 bounce" for name in ("bounce", "defer", "trace")),
        "verify unix - - n - 1 verify",
        "flush unix n - n 1000? 0 flush",
        "proxymap unix - - n - - proxymap",
        "error unix - - n - - error",
        "retry unix - - n - - error",
        "lmtp unix - - n - - lmtp",
        "smtp unix - - n - - smtp",
        "anvil unix - - n - 1 anvil",
        "scache unix - - n - 1 scache",
        "tlsmgr unix - - n 1000? 1 tlsmgr",
        "postlog unix-dgram n - n - 1 postlogd",
    ]
    (etc / "master.cf").write_text("\n".join(services) + "\n")
    subprocess.run(
        [f"{SBIN}/postfix", "-c", str(etc), "check"], check=True, capture_output=True
    )  # makes the queue
    return ["/usr/lib/postfix/sbin/master", "-c", str(etc), "-d"]
