"""The virus scanner: asked for every file, and when it does not answer nothing is stored."""

import socket
import struct
import threading

import pytest
from django.core.files.base import ContentFile

from partners.media.refusals import RefusedFileError
from partners.media.uploads import checked_document, checked_picture
from tests.partners.media.files import pdf, picture

CLAMD = "partners.media.scanning.clamd"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def read_exactly(talk, count):
    data = b""
    while len(data) < count and (part := talk.recv(count - len(data))):
        data += part
    return data


class Daemon(threading.Thread):
    """Speaks clamd's protocol on a socket: finds the test virus, or answers whatever it is told to."""

    def __init__(self, door, says=None):
        super().__init__(daemon=True)
        self.door, self.says, self.seen = door, says, []

    def run(self):
        while True:
            try:
                talk, _ = self.door.accept()
            except OSError:
                return
            with talk:
                self.answer(talk)

    def answer(self, talk):
        assert read_exactly(talk, 10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", read_exactly(talk, 4))[0]:
            content += read_exactly(talk, size)
        self.seen.append(content)
        found = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        talk.sendall((found if self.says is None else self.says) + b"\0")


@pytest.fixture
def start(settings, tmp_path):
    """Start a daemon on a socket in a folder, or on a port."""
    doors = []

    def started(says=None, *, port=False):
        door = socket.socket(socket.AF_INET if port else socket.AF_UNIX)
        door.bind(("127.0.0.1", 0) if port else str(tmp_path / "clamd.ctl"))
        door.listen()
        doors.append(door)
        settings.CLAMD_ADDRESS = f"127.0.0.1:{door.getsockname()[1]}" if port else str(tmp_path / "clamd.ctl")
        settings.UPLOAD_SCANNER = CLAMD
        daemon = Daemon(door, says)
        daemon.start()
        return daemon

    yield started
    for door in doors:
        door.close()


def file(name="notes.txt", content=b"Tea at ten."):
    return ContentFile(content, name=name)


@pytest.mark.parametrize("port", [False, True], ids=["socket", "port"])
def test_a_clean_file_passes_and_was_seen_whole(start, port):
    daemon = start(port=port)
    content = b"Tea at ten.\n" * 20_000
    assert checked_document(file(content=content)).read() == content
    assert daemon.seen == [content]


def test_an_infected_file_is_refused(start):
    start()
    with pytest.raises(RefusedFileError, match="virus scanner refused"):
        checked_document(file(content=EICAR))


def test_pictures_are_scanned_as_they_came(start):
    daemon = start()
    sent = picture("PNG") + b"hidden"
    checked_picture(file("photo.png", sent))
    assert daemon.seen == [sent]


@pytest.mark.parametrize("says", [b"", b"stream: Size limit exceeded ERROR", b"UNKNOWN COMMAND", b"OK"])
def test_an_answer_that_is_none_is_no_pass(start, says):
    start(says)
    with pytest.raises(RefusedFileError, match="not stored"):
        checked_document(file())


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:1", "nonsense", ""])
@pytest.mark.parametrize("check", [checked_document, checked_picture])
def test_a_dead_scanner_lets_nothing_in(settings, address, check):
    settings.CLAMD_ADDRESS, settings.UPLOAD_SCANNER = address, CLAMD
    sent = file("minutes.pdf", pdf()) if check is checked_document else file("photo.png", picture("PNG"))
    with pytest.raises(RefusedFileError, match="cannot be checked for viruses"):
        check(sent)


@pytest.mark.parametrize("path", ["no.such.module", "partners.media.scanning.none"])
def test_a_scanner_that_is_not_there_lets_nothing_in(settings, path):
    settings.UPLOAD_SCANNER = path
    with pytest.raises(RefusedFileError, match="cannot be checked for viruses"):
        checked_document(file())


def test_a_scanner_that_says_anything_but_true_refuses(settings, monkeypatch):
    monkeypatch.setattr("partners.media.scanning.clamd", lambda content: None)
    settings.UPLOAD_SCANNER = CLAMD
    with pytest.raises(RefusedFileError, match="virus scanner refused"):
        checked_document(file())
