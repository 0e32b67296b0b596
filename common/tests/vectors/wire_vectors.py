#!/usr/bin/env python3
"""Writes wire.json: what is hashed or sent and is no object of its own, from docs/PROTOCOL.md sections 8 and 17.

Standard library only. Run it to compare, `python3 wire_vectors.py | diff - wire.json`; the file is frozen.
"""

import hashlib
import json


def u32(number):
    return number.to_bytes(4, "big")


def option(value):
    return b"\x00" if value is None else b"\x01" + value


def opaque(value):
    return u32(len(value)) + value


def replacement(log_in, recovery, kit_tag, version, sealed, log_in_wrap, recovery_wrap):
    encoding = (
        bytes([1, 1]) + log_in + option(recovery) + option(kit_tag) + version.to_bytes(8, "big")
        + opaque(sealed) + opaque(log_in_wrap) + opaque(recovery_wrap)
    )
    return {
        "log_in_upload": log_in.hex(),
        "recovery_upload": recovery and recovery.hex(),
        "kit_tag": kit_tag and kit_tag.hex(),
        "vault_version": version,
        "sealed": sealed.hex(),
        "log_in_wrap": log_in_wrap.hex(),
        "recovery_wrap": recovery_wrap.hex(),
        "hash": hashlib.sha256(b"replacement-contents\x00" + encoding).hexdigest(),
    }


def frame(record, version, index, data):
    return {
        "record": record.hex(), "version": version, "index": index, "bytes": data.hex(),
        "encoding": (record + u32(version) + u32(index) + opaque(data)).hex(),
    }


A, B, C = bytes([0xA1]) * 192, bytes([0xA2]) * 192, bytes([0xA3]) * 100
print(json.dumps({
    "expect": "these contents have this hash; these frames are written so, one after another, and read back",
    "source": "wire_vectors.py, from docs/PROTOCOL.md sections 8 and 17",
    "replacement_contents": [
        replacement(A, None, None, 2, C, bytes([0xA4]) * 48, bytes([0xA5]) * 1168),
        replacement(A, B, bytes([3, 4, 5, 6]), 258, C, bytes([0xA4]) * 48, bytes([0xA5]) * 1168),
    ],
    "frames": [
        frame(bytes([9]) * 16, 1, 0, bytes([0xB1]) * 20),
        frame(bytes([9]) * 16, 1, 1, bytes([0xB2]) * 17),
        frame(bytes([8]) * 16, 258, 65536, b""),
    ],
}, indent=1))
