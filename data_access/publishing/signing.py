"""Signatures of publications: Ed25519 over the bytes of the content, with a key that is kept outside the database.

Who can write the database can compute every SHA-256 in it anew; a signature they cannot make without the key.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from data_access.problems import Refused

# The file of the key that every publication is signed with; ``publish --sign`` names another one.
KEY_SETTING = "REPORTING_SIGNING_KEY"
PRIVATE_FILE, PUBLIC_FILE = "signing-key.pem", "public-key.pem"
_PEM, _RAW = serialization.Encoding.PEM, serialization.Encoding.Raw
_RAW_KEY = serialization.PublicFormat.Raw

# unsigned: no signature, and none was to be expected. fits: it is by the key that the content names; whose key that is
# only the public key tells. proved: it is by the public key given. forged: it is by neither. removed: the content
# names a key and there is no signature. added: there is one and the content names no key. other_key: the content
# names another key than the public key given. lacking: a public key is given and nothing is signed.
# redacted: a text was purged from what was signed, so that the signature cannot be held against it any more. unproved:
# the same where a public key is given, which then proves nothing.
Standing = Literal[
    "unsigned", "fits", "proved", "forged", "removed", "added", "other_key", "lacking", "redacted", "unproved"
]
SOUND: frozenset[Standing] = frozenset({"unsigned", "fits", "proved", "redacted"})


@dataclass(frozen=True)
class Signer:
    """A private key at work. ``public_key`` in hexadecimal digits, as the content names it."""

    key: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        return digits_of(self.key.public_key())

    def signature(self, content: bytes) -> str:
        """The signature of a content, in hexadecimal digits."""
        return self.key.sign(content).hex()


def signer_from(file: Path | None) -> Signer | None:
    """The key of a file, else of the one that the setting names; None without both.

    Raises ``problems.Refused`` for a file that holds no private key: who asked for a signature gets none silently.
    """
    named = file or (Path(os.environ[KEY_SETTING]) if os.environ.get(KEY_SETTING) else None)
    if named is None:
        return None
    key = _key_of(named, lambda pem: serialization.load_pem_private_key(pem, None), "signing.no_key")
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("signing.no_key", value=str(named))
    return Signer(key)


def public_key_from(file: Path) -> str:
    """The public key of a file, in hexadecimal digits; ``problems.Refused`` for a file that holds none."""
    key = _key_of(file, serialization.load_pem_public_key, "signing.no_public_key")
    if not isinstance(key, Ed25519PublicKey):
        raise Refused("signing.no_public_key", value=str(file))
    return digits_of(key)


def _key_of(file: Path, read: Callable[[bytes], object], refusal: str) -> object:
    try:
        return read(file.read_bytes())
    except (OSError, ValueError, TypeError) as error:
        raise Refused(refusal, value=str(file)) from error


def digits_of(key: Ed25519PublicKey) -> str:
    return key.public_bytes(_RAW, _RAW_KEY).hex()


def make_keys(folder: Path) -> str:
    """Write a new pair of keys into a folder; the public key in hexadecimal digits.

    Raises ``problems.Refused`` when the folder has one already (an overwritten key could sign nothing more) or cannot
    be written.
    """
    key = Ed25519PrivateKey.generate()
    no_password = serialization.NoEncryption()
    private = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, no_password)
    public = key.public_key().public_bytes(_PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    for name in (PRIVATE_FILE, PUBLIC_FILE):
        if (folder / name).exists():
            raise Refused("signing.there_is_one", value=str(folder / name))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / PRIVATE_FILE, private, 0o600)
        _write(folder / PUBLIC_FILE, public, 0o644)
    except OSError as error:
        raise Refused("signing.no_folder", value=str(folder)) from error
    return digits_of(key.public_key())


def _write(file: Path, pem: bytes, mode: int) -> None:
    # Created with its rights, so that nobody else can read a key in between; never over another one.
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as target:
        target.write(pem)


def standing_of(content: bytes, named: str | None, signature: str | None, public_key: str | None = None) -> Standing:
    """What a signature proves: ``named`` is the key in the content, ``public_key`` the one somebody was given.

    All in hexadecimal digits.
    """
    if named is None:
        return "added" if signature else "lacking" if public_key else "unsigned"
    if signature is None:
        return "removed"
    if public_key and public_key != named:
        return "other_key"
    if not _holds(content, named, signature):
        return "forged"
    return "proved" if public_key else "fits"


def _holds(content: bytes, key: str, signature: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True
