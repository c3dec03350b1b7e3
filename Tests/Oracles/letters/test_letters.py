# SPDX-License-Identifier: AGPL-3.0-or-later
"""The letters we write, read by Python's mail package and taken by a mail server that is not ours."""

import base64
import email
import email.policy
import json
import os
import random
import socket
import ssl
import subprocess
import threading
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = int(os.environ.get("MAINSTAY_LETTERS", "800"))


class Letters:
    """The program under test, asked frame by frame."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, **order):
        data = json.dumps(letter(**order)).encode()
        self.process.stdin.write(b"%d\n" % len(data) + data)
        self.process.stdin.flush()
        return json.loads(self.process.stdout.read(int(self.process.stdout.readline())))


def letter(**given):
    plain = {
        "from": {"name": "Ben Lantern", "address": "desk@lantern.example"},
        "to": [{"name": "Cleo", "address": "cleo@harbour.example"}],
        "subject": "Printer", "text": "Hello", "messageID": "t.1.a.b@lantern.example",
        "references": [], "automatic": False,
    }
    return plain | given


def program():
    built = os.environ.get("MAINSTAY_PROGRAMS")
    if not built:
        asked = ["swift", "build", "--show-bin-path"]
        built = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    return f"{built}/letters"


@pytest.fixture(scope="module")
def letters():
    asked = Letters(program())
    yield asked
    asked.process.stdin.close()
    asked.process.wait()


PIECES = [
    "a", "Z", "7", " ", "  ", "=", "=?", "?=", "=?utf-8?q?x?=", "\"", "\\", "(", ")", "<", ">", "@", ",", ";", ":", ".",
    "ä", "ß", "漢字", "🖨️", "é", "From ", "-- ", "%", "averyveryverylongwordwithoutanyplacetobreakitinthemiddleofaline" * 2,
]


def words(dice, most):
    return "".join(dice.choice(PIECES) for _ in range(dice.randint(0, most)))


def one_line(text):
    return " ".join(text.split())


def words_of(read, kind):
    return read.get_body((kind,)).get_content().replace("\r\n", "\n").removesuffix("\n")


def test_python_reads_what_we_wrote(letters):
    dice = random.Random(7)
    for _ in range(ROUNDS):
        subject, text, name = words(dice, 12), words(dice, 60), words(dice, 6)
        order = {
            "subject": subject, "text": text, "to": [{"name": name, "address": "cleo@harbour.example"}],
            "html": dice.choice([None, f"<p>{text}</p>"]), "references": ["a@b", "c@d"], "automatic": dice.random() < 0.5,
        }
        source = base64.b64decode(letters(**order)["mail"])
        read = email.message_from_bytes(source, policy=email.policy.default)
        assert one_line(read["Subject"]) == one_line(subject)
        assert [one.addr_spec for one in read["To"].addresses] == ["cleo@harbour.example"]
        # Python puts a space between neighbouring encoded words of a name.
        assert "".join(read["To"].addresses[0].display_name.split()) == "".join(name.split())
        assert words_of(read, "plain") == text
        if order["html"]:
            assert words_of(read, "html") == order["html"]
        assert read["References"].split() == ["<a@b>", "<c@d>"]
        assert read["Auto-Submitted"] == ("auto-replied" if order["automatic"] else None)
        assert not read.defects
        lines = source.split(b"\r\n")
        assert all(len(line) <= 998 and b"\r" not in line and b"\n" not in line for line in lines)
        known = {"From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
                 "X-Auto-Response-Suppress", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
        assert set(read.keys()) <= known


@pytest.mark.parametrize("poison", ["\r\nBcc: a@world.example", "\n", "\r", "\0", "\r\n\r\nbody", "\u2028", "\x85"])
@pytest.mark.parametrize("place", ["subject", "name", "address", "messageID", "reference"])
def test_a_line_break_is_refused_wherever_it_stands(letters, poison, place):
    order = {
        "subject": {"subject": "x" + poison},
        "name": {"to": [{"name": "x" + poison, "address": "cleo@harbour.example"}]},
        "address": {"to": [{"name": "x", "address": f"cleo{poison}@harbour.example"}]},
        "messageID": {"messageID": f"a{poison}@b"},
        "reference": {"references": [f"a{poison}@b"]},
    }[place]
    assert "problem" in letters(**order)


class Taker:
    """A mail server that keeps what it gets and answers as told."""

    def __init__(self):
        self.taken = []
        self.rcpt = self.data = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope)
        return self.data or "250 2.0.0 Taken as 42"


def let_in(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"ben" and data.password == "p ä\"ss".encode())


class Server(Controller):
    def __init__(self, handler, **settings):
        self.settings = settings
        super().__init__(handler, hostname="127.0.0.1", port=free_port())

    def factory(self):
        return SMTP(self.handler, hostname="localhost", **self.settings)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def taker():
    return Taker()


@pytest.fixture
def server(taker):
    started = Server(taker)
    started.start()
    yield started
    started.stop()


def relay(port, **more):
    plain = {"port": port, "security": "none", "seconds": 10, "from": "desk@lantern.example", "to": ["cleo@harbour.example"]}
    return {"relay": plain | more}


def test_a_letter_arrives_as_written(letters, server, taker):
    text = "Hello\n.\n..\nFrom here\n" + "x" * 3000
    answer = letters(text=text, **relay(server.port, to=["cleo@harbour.example", "dov@else.example"]))
    assert answer["outcome"] == "delivered" and "Taken as 42" in answer["said"]
    (envelope,) = taker.taken
    assert envelope.mail_from == "desk@lantern.example"
    assert envelope.rcpt_tos == ["cleo@harbour.example", "dov@else.example"]
    composed = base64.b64decode(letters(text=text)["mail"])
    assert envelope.content == composed


def test_the_null_return_path_stays_null(letters, server, taker):
    assert letters(**relay(server.port, **{"from": ""}))["outcome"] == "delivered"
    assert taker.taken[0].mail_from in ("", "<>")


@pytest.mark.parametrize("place", ["rcpt", "data"])
@pytest.mark.parametrize(
    "answer, outcome", [("451 4.7.1 Greylisted, try later", "later"), ("550 5.1.1 No such user here", "refused")]
)
def test_the_relay_is_believed_and_quoted(letters, server, taker, place, answer, outcome):
    setattr(taker, place, answer)
    told = letters(**relay(server.port))
    assert told["outcome"] == outcome
    assert told["code"] == answer[:3]
    assert answer[4:] in told["said"]


def scripted(*conversation):
    """A server that says its lines whatever it hears; None hangs up after the next thing heard."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk():
        with listener, listener.accept()[0] as peer:
            for line in conversation:
                if line is None:
                    return
                peer.sendall(line.encode() + b"\r\n")
                if not heard(peer, line):
                    return

    threading.Thread(target=talk, daemon=True).start()
    return listener.getsockname()[1]


def heard(peer, line):
    wanted = b"\r\n.\r\n" if line.startswith("354") else b"\r\n"
    got = b""
    while not got.endswith(wanted):
        piece = peer.recv(65536)
        if not piece:
            return False
        got += piece
    return True


HELLO = ["220 hello", "250 greetings", "250 sender ok", "250 recipient ok"]


@pytest.mark.parametrize(
    "conversation, outcome",
    [
        ([*HELLO, "354 go on", None], "unknown"),
        ([*HELLO, None], "later"),
        (["220 hello", None], "later"),
        ([None], "later"),
        (["554 5.7.1 go away"], "refused"),
        (["421 busy"], "later"),
        ([*HELLO, "354 go on", "garbage"], "unknown"),
        ([*HELLO, "354 go on", "554-5.7.1 This is\r\n554 5.7.1 unwanted"], "refused"),
        ([*HELLO, "550 no data today"], "refused"),
    ],
    ids=["cut after the letter", "cut before", "cut at hello", "cut at once", "554 at once", "421", "garbage", "554", "550"],
)
def test_a_conversation_cut_short_is_told_apart(letters, conversation, outcome):
    told = letters(**relay(scripted(*conversation), seconds=5))
    assert told["outcome"] == outcome, told


def test_a_relay_that_falls_silent_after_the_letter_leaves_it_unknown(letters):
    assert letters(**relay(scripted(*HELLO, "354 go on", "250-"), seconds=2))["outcome"] == "unknown"


@pytest.mark.parametrize("to", ["a@b.example\r\nRCPT TO:<c@d.example>", "a@b.example> SIZE=1", "", "a b@c.example"])
def test_a_recipient_cannot_speak_to_the_relay(letters, server, taker, to):
    assert letters(**relay(server.port, to=[to]))["outcome"] == "refused"
    assert taker.taken == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key", "-out", folder / "cert",
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )
    return folder


def encrypted(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert", certificate / "key")
    return context


def test_starttls_and_a_password(letters, taker, certificate):
    started = Server(taker, tls_context=encrypted(certificate), require_starttls=True, authenticator=let_in, auth_required=True)
    started.start()
    try:
        trusted = {"security": "startTLS", "trust": str(certificate / "cert")}
        assert letters(**relay(started.port, user="ben", **trusted))["outcome"] == "delivered"
        assert letters(**relay(started.port, user="eve", **trusted))["outcome"] == "later"
        assert letters(**relay(started.port, **trusted))["outcome"] == "later"
        assert letters(**relay(started.port, user="ben", security="startTLS"))["outcome"] == "later"
        assert len(taker.taken) == 1
    finally:
        started.stop()


def test_a_relay_that_offers_no_starttls_gets_nothing(letters, server, taker):
    assert letters(**relay(server.port, security="startTLS"))["outcome"] == "later"
    assert taker.taken == []
