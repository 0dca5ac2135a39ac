"""Print the invented project's sign-ins, then serve it.

python scripts/serve_demo.py [PORT]
"""

import os
import sys
from pathlib import Path

os.environ.update(YARROW_DEMO="1", DJANGO_SETTINGS_MODULE="yarrow.site.settings")
os.environ.setdefault("YARROW_HOME", str(Path(__file__).resolve().parent.parent / "var"))

import django

YARROW = Path(sys.executable).parent / "yarrow"
ABOUT = """
Everyone in this project is invented. Sign in as any of them; each sees what their role may see.
The six-digit code: open {address}/demo/ in another tab, or add the secret to an authenticator app.
Use localhost in the address, not a number. If your browser keeps asking you to sign in, it refuses secure
cookies on http (Safari does): use Firefox or Chromium, or serve Yarrow behind HTTPS.
"""


def table() -> str:
    """One line per role: e-mail, passphrase, secret."""
    from yarrow.demo.sign_ins import SIGN_INS

    rows = [("role", "e-mail", "passphrase", "secret for codes")]
    rows += [(str(one.role_label), one.email, one.passphrase, one.totp_secret) for one in SIGN_INS]
    widths = [max(len(row[place]) for row in rows) for place in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def main() -> None:
    """Replace this process by the server."""
    django.setup()
    from yarrow.desk.serving import next_free_port

    port = next_free_port("localhost", int(sys.argv[1]) if len(sys.argv) > 1 else 8000)
    address = f"http://localhost:{port}"
    print(f"\n{table()}\n{ABOUT.format(address=address)}\n{address}/\n", flush=True)
    os.execv(YARROW, [str(YARROW), "serve", "--port", str(port)])


if __name__ == "__main__":
    main()
