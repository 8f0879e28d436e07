"""A mail server for the suites: takes mails over SMTP and writes each as one line of JSON to a file.

The first recipients `busy…` are put off twice (451), recipients `refused…` are refused for good (550).
"""

import asyncio
import collections
import email
import email.policy
import json
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

# What it says of passwords without TLS is meant for servers that others can reach.
warnings.simplefilter("ignore")
logging.disable()

out, port, tls, certificate, key, user, password = sys.argv[1:8]
busy = collections.Counter()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such user"
        if address.startswith("busy"):
            busy[address] += 1
            if busy[address] <= 2:
                return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        part = lambda kind: mail.get_body(preferencelist=(kind,)).get_content()
        line = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": {name: str(value) for name, value in mail.items()},
            "types": [part.get_content_type() for part in mail.walk()],
            "text": part("plain"),
            "html": part("html"),
            "secured": session.ssl is not None or tls == "implicit",
            "signed_in": bool(session.authenticated),
        }
        with open(out, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    wanted = LoginPassword(user.encode(), password.encode())
    return AuthResult(success=data == wanted)


async def main():
    context = None
    if tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)

    def session():
        return SMTP(
            Handler(),
            enable_SMTPUTF8=True,
            tls_context=context if tls == "starttls" else None,
            require_starttls=tls == "starttls",
            authenticator=authenticate,
            auth_required=bool(user),
            auth_require_tls=False,
        )

    server = await asyncio.get_running_loop().create_server(
        session, "127.0.0.1", int(port), ssl=context if tls == "implicit" else None
    )
    print("ready", flush=True)
    await server.serve_forever()


asyncio.run(main())
