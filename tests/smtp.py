"""A mail server for the tests, from the package aiosmtpd.

    python3 tests/smtp.py MODE CERTIFICATE KEY

MODE is tls, starttls or clear. Prints its port, then one line of JSON for each mail it took. It wants the name
zhiban and the password 授权码, and takes no mail for full@… (452, later) and gone@… (550, never).
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("full@"):
            return "452 4.2.2 mailbox full"
        if address.startswith("gone@"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None or MODE == "tls",
            "login": session.auth_data.login.decode() if session.auth_data else None,
            "data": envelope.content.decode("utf-8", "replace"),
        }
        print(json.dumps(mail), flush=True)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = data.login == b"zhiban" and data.password == "授权码".encode()
    return AuthResult(success=right, auth_data=data if right else None, handled=False)


MODE, CERTIFICATE, KEY = sys.argv[1:4]


async def main():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, KEY)

    def server():
        return SMTP(
            Handler(),
            enable_SMTPUTF8=True,
            hostname="localhost",
            tls_context=context if MODE == "starttls" else None,
            require_starttls=MODE == "starttls",
            authenticator=authenticate,
            auth_required=True,
            auth_require_tls=MODE == "starttls",
        )

    around = context if MODE == "tls" else None
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0, ssl=around)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


asyncio.run(main())
