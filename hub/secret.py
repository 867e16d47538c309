"""The secret key of an installation: given by the environment, else made once and kept."""

import os
import secrets
from pathlib import Path


def kept_secret(data_dir: Path) -> str:
    """Return the key in `data_dir/secret.key`, making it (mode 600) on the first call.

    Two processes that start together agree: the file is created exclusively, the loser reads the winner's.
    """
    path = data_dir / "secret.key"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = secrets.token_urlsafe(64)
    partial = data_dir / f"secret.key.{os.getpid()}"
    if not path.exists():
        partial.touch(mode=0o600)
        partial.write_text(fresh)
        try:
            os.link(partial, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links: the last writer wins, before anything is signed
            os.replace(partial, path)
        partial.unlink(missing_ok=True)
    return path.read_text().strip()
