"""A small IMAP server (RFC 3501) of one user, to see what the mailbox door does with servers that fall short.

The real one is Dovecot, in the story of the post. Folders are dictionaries of UID to mail.
"""

import re
import socketserver
import threading
from contextlib import contextmanager

USER, PASSWORD = "reader@hub.example", "a:b/c"


class Store:
    """What the server holds, and how it falls short: `moves` (RFC 6851), `prefix` of its folders, UIDs it `hides`."""

    def __init__(self, *, moves=True, prefix="", hides=()):
        self.moves, self.prefix, self.hides = moves, prefix, set(hides)
        self.folders = {"INBOX": {}}
        self.validity, self.next_uid, self.deleted = 7, 1, set()
        self.asked = []  # what came with LOGIN

    def put(self, raw, folder="INBOX"):
        self.folders.setdefault(folder, {})[self.next_uid] = raw
        self.next_uid += 1

    def count(self):
        return {name: len(mails) for name, mails in self.folders.items()}


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.folder = None
        self.say("* OK ready")
        for line in self.rfile:
            tag, command, rest = (line.decode().strip() + "  ").split(" ", 2)
            if command.upper() == "UID":
                command, rest = (rest.strip() + " ").split(" ", 1)
                command = f"UID_{command}"
            answer = getattr(self, command.upper(), lambda _rest: "BAD unknown")(rest.strip())
            self.say(f"{tag} {answer} done")
            if command.upper() == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    @property
    def store(self):
        return self.server.store

    def CAPABILITY(self, rest):
        self.say("* CAPABILITY IMAP4rev1 NAMESPACE" + (" MOVE" if self.store.moves else ""))
        return "OK"

    def LOGIN(self, rest):
        self.store.asked.append(rest)
        user, password = re.fullmatch(r'"?([^" ]+)"? "?([^"]+)"?', rest).groups()
        return "OK" if (user, password) == (USER, PASSWORD) else "NO wrong"

    def NAMESPACE(self, rest):
        self.say(f'* NAMESPACE (("{self.store.prefix}" ".")) NIL NIL')
        return "OK"

    def SELECT(self, rest):
        self.folder = self.store.folders.get(rest.strip('"'))
        if self.folder is None:
            return "NO none"
        self.say(f"* {len(self.folder)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.store.validity}] fine")
        return "OK [READ-WRITE]"

    def CREATE(self, rest):
        name = rest.strip('"')
        if name in self.store.folders or not name.startswith(self.store.prefix):
            return "NO"
        self.store.folders[name] = {}
        return "OK"

    def UID_SEARCH(self, rest):
        self.say("* SEARCH " + " ".join(str(uid) for uid in self.folder if uid not in self.store.deleted))
        return "OK"

    def UID_FETCH(self, rest):
        uid = int(rest.split()[0])
        if uid in self.store.hides:
            return "NO cannot be read"
        length = int(re.search(r"<0\.(\d+)>", rest)[1])
        data = self.folder[uid][:length]
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(data)}}}\r\n".encode() + data + b")\r\n")
        return "OK"

    def UID_COPY(self, rest):
        uid, name = rest.split(" ", 1)
        self.store.put(self.folder[int(uid)], name.strip('"'))
        return "OK"

    def UID_MOVE(self, rest):
        uid, name = rest.split(" ", 1)
        self.store.put(self.folder.pop(int(uid)), name.strip('"'))
        return "OK"

    def UID_STORE(self, rest):
        self.store.deleted.add(int(rest.split()[0]))
        return "OK"

    def EXPUNGE(self, rest):
        for uid in self.store.deleted & set(self.folder):
            del self.folder[uid]
        return "OK"

    def LOGOUT(self, rest):
        self.say("* BYE")
        return "OK"


@contextmanager
def running(store, *, tls=None):
    """The address of a server that shows `store`, in the form of HUB_IMAP_URL; with `tls` it shows that certificate."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.store = store
        server.handle_error = lambda _request, _address: None  # a client that leaves in the middle
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        port = server.server_address[1]
        yield f"imap{'s' if tls else ''}://reader%40hub.example:a%3Ab%2Fc@127.0.0.1:{port}/INBOX"
        server.shutdown()
        thread.join()
