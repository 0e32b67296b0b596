#!/usr/bin/env python3
"""Writes hpke.json: what is sealed with HPKE, computed a second time from RFC 9180, SP 800-38D and docs/PROTOCOL.md.

Standard library only. X-Wing itself is not computed: the shared secrets are those of the vectors of
draft-connolly-cfrg-xwing-kem, which lie in xwing_draft.json. The key schedule is first checked against RFC 9180
appendix A.1, AES-256-GCM against test case 16 of its specification. Run it to compare,
`python3 hpke_vectors.py | diff - hpke.json`; the file is frozen.
"""

import hashlib
import hmac
import json
import pathlib

XWING = json.loads((pathlib.Path(__file__).parent / "xwing_draft.json").read_text())["vectors"]

# --- AES-256-GCM (FIPS 197, SP 800-38D) ---


def times_x(a):
    return (a << 1 ^ 0x11B) & 0xFF if a & 0x80 else a << 1


def make_sbox():
    sbox, p, q = [0] * 256, 1, 1
    while True:
        p ^= times_x(p)
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        rotate = lambda n: (q << n | q >> 8 - n) & 0xFF
        sbox[p] = q ^ rotate(1) ^ rotate(2) ^ rotate(3) ^ rotate(4) ^ 0x63
        if p == 1:
            sbox[0] = 0x63
            return sbox


SBOX = make_sbox()


def expand_key(key):
    words = [key[i : i + 4] for i in range(0, 32, 4)]
    rcon = 1
    for i in range(8, 60):
        word = words[-1]
        if i % 8 == 0:
            word = bytes(SBOX[b] for b in word[1:] + word[:1])
            word = bytes([word[0] ^ rcon]) + word[1:]
            rcon = times_x(rcon)
        elif i % 8 == 4:
            word = bytes(SBOX[b] for b in word)
        words.append(bytes(a ^ b for a, b in zip(words[i - 8], word)))
    return [b"".join(words[i : i + 4]) for i in range(0, 60, 4)]


def encrypt_block(keys, block):
    state = bytes(a ^ b for a, b in zip(block, keys[0]))
    for number, key in enumerate(keys[1:], 1):
        state = bytes(SBOX[b] for b in state)
        state = bytes(state[(i + 4 * (i % 4)) % 16] for i in range(16))
        if number < 14:
            mixed = bytearray()
            for i in range(0, 16, 4):
                c = state[i : i + 4]
                every = c[0] ^ c[1] ^ c[2] ^ c[3]
                mixed += bytes(c[j] ^ every ^ times_x(c[j] ^ c[(j + 1) % 4]) for j in range(4))
            state = bytes(mixed)
        state = bytes(a ^ b for a, b in zip(state, key))
    return state


def multiply(x, y):
    product = 0
    for bit in range(127, -1, -1):
        if x >> bit & 1:
            product ^= y
        y = y >> 1 ^ (0xE1 << 120 if y & 1 else 0)
    return product


def seal_gcm(key, nonce, aad, plaintext):
    keys = expand_key(key)
    hash_key = int.from_bytes(encrypt_block(keys, bytes(16)), "big")
    ciphertext = b""
    for at in range(0, len(plaintext), 16):
        stream = encrypt_block(keys, nonce + (at // 16 + 2).to_bytes(4, "big"))
        ciphertext += bytes(a ^ b for a, b in zip(plaintext[at : at + 16], stream))
    pad = lambda data: data + bytes(-len(data) % 16)
    lengths = (8 * len(aad)).to_bytes(8, "big") + (8 * len(ciphertext)).to_bytes(8, "big")
    tag, hashed = 0, pad(aad) + pad(ciphertext) + lengths
    for at in range(0, len(hashed), 16):
        tag = multiply(tag ^ int.from_bytes(hashed[at : at + 16], "big"), hash_key)
    tag ^= int.from_bytes(encrypt_block(keys, nonce + bytes([0, 0, 0, 1])), "big")
    return ciphertext + tag.to_bytes(16, "big")


# Test case 16 of McGrew and Viega, The Galois/Counter Mode of Operation.
assert seal_gcm(
    bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2),
    bytes.fromhex("cafebabefacedbaddecaf888"),
    bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    ),
).hex() == (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
    "76fc6ece0f4e1768cddf8853bb2d551b"
)

# --- HPKE (RFC 9180 sections 4 and 5.1) ---


def expand(prk, info, length, digest):
    okm, block = b"", b""
    while len(okm) < length:
        block = hmac.new(prk, block + info + bytes([len(okm) // digest().digest_size + 1]), digest).digest()
        okm += block
    return okm[:length]


class Schedule:
    def __init__(self, suite, mode, shared_secret, info, psk=b"", psk_id=b"", key_length=32):
        self.suite = b"HPKE" + suite
        context = bytes([mode]) + self.extract(b"", b"psk_id_hash", psk_id) + self.extract(b"", b"info_hash", info)
        secret = self.extract(shared_secret, b"secret", psk)
        self.key = self.expand(secret, b"key", context, key_length)
        self.nonce = self.expand(secret, b"base_nonce", context, 12)
        self.exporter_secret = self.expand(secret, b"exp", context, 32)

    def extract(self, salt, label, ikm):
        return hmac.new(salt or bytes(32), b"HPKE-v1" + self.suite + label + ikm, hashlib.sha256).digest()

    def expand(self, prk, label, info, length):
        return expand(prk, length.to_bytes(2, "big") + b"HPKE-v1" + self.suite + label + info, length, hashlib.sha256)

    def export(self, context, length):
        return self.expand(self.exporter_secret, b"sec", context, length)

    def seal(self, plaintext):
        return seal_gcm(self.key, self.nonce, b"", plaintext)


# RFC 9180 appendix A.1.1 (DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, mode_base).
A1 = Schedule(
    bytes.fromhex("002000010001"),
    0,
    bytes.fromhex("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc"),
    bytes.fromhex("4f6465206f6e2061204772656369616e2055726e"),
    key_length=16,
)
assert A1.key.hex() == "4531685d41d65f03dc48f6b8302c05b0"
assert A1.nonce.hex() == "56d890e5accaaf011cff4b7d"
assert A1.exporter_secret.hex() == "45ff1c2e220db587171952c0592d5f5ebe103f1561a2614e38f2ffd47e99e3f8"

# --- The protocol (docs/PROTOCOL.md sections 2, 4, 8 and 14) ---

SUITE = bytes.fromhex("647a00010002")


def derive(ikm, label, context):
    prk = hmac.new(bytes(64), ikm, hashlib.sha512).digest()
    return expand(prk, b"sesemr/1/" + label + context, 32, hashlib.sha512)


def base(vector, info):
    return Schedule(SUITE, 0, bytes.fromhex(vector["ss"]), info)


def sealed(vector, schedule, plaintext):
    return vector["ct"] + schedule.seal(plaintext).hex()


def message(vector, kind, subject, text):
    length = len(text.encode()).to_bytes(4, "big")
    padded = length + text.encode()
    padded += bytes(-len(padded) % 256)
    info = b"sesemr/1/message/" + kind.encode() + b"\x00" + subject
    ciphertext = base(vector, info).seal(padded).hex()
    return {
        "kind": kind, "subject": subject.hex(), "text": text, "recipient": vector["sk"],
        "kem_ciphertext": vector["ct"], "ciphertext": ciphertext,
    }


def recovery_wrap(vector, account, vault_key):
    schedule = base(vector, b"sesemr/1/vault/recovery" + account)
    return {
        "account": account.hex(), "vault_key": vault_key.hex(), "recovery_key": vector["sk"],
        "wrap": sealed(vector, schedule, vault_key),
    }


def recovery_key(export_key):
    return {"export_key": export_key.hex(), "seed": derive(export_key, b"vault/recovery-key", b"").hex()}


def box(vector, opening, info, export_key, keys):
    b, w = (7).to_bytes(32, "little"), bytes([0x44]) * 32
    pairs = b"".join(batch + kem_secret for batch, kem_secret in keys)
    content = bytes([1, 1]) + b + w + len(keys).to_bytes(4, "big") + pairs + bytes(2)
    psk = derive(export_key, b"opening", opening)
    schedule = Schedule(SUITE, 1, bytes.fromhex(vector["ss"]), info, psk, opening)
    whole = sealed(vector, schedule, content)
    return {
        "opening": opening.hex(), "info": info.hex(), "export_key": export_key.hex(), "clinician": vector["sk"],
        "content": content.hex(), "box": whole,
        "hash": hashlib.sha256(b"box\x00" + bytes.fromhex(whole)).hexdigest(),
    }


def batch_kem(vector, info):
    return {
        "z": vector["sk"], "kem_ciphertext": vector["ct"], "info": info.hex(),
        "exported": base(vector, info).export(b"sesemr/1/kem", 32).hex(),
    }


print(json.dumps({
    "expect": "each opens under its keys and info to what stands beside it; altered in any of them it does not",
    "source": "hpke_vectors.py: RFC 9180 and docs/PROTOCOL.md, on the shared secrets of draft-connolly-cfrg-xwing-kem",
    "batch_kems": [batch_kem(vector, bytes([number]) * 32) for number, vector in enumerate(XWING, 1)],
    "recovery_key": recovery_key(bytes(range(64))),
    "recovery_wrap": recovery_wrap(XWING[0], bytes([1]) * 16, bytes([0x90]) * 32),
    "messages": [
        message(XWING[1], "request-key", bytes([18]) * 16, "Good morning, it is about the operation in May."),
        message(XWING[2], "random-key", bytes([3]) * 16, "28T5A-CY4TW-QKFFH"),
        message(XWING[0], "refuse-key-request", bytes([19]) * 16, "ä" * 126),
        message(XWING[0], "refuse-key-request", bytes([20]) * 16, "ä" * 127),
    ],
    "boxes": [
        box(XWING[1], bytes([3]) * 16, bytes([0x51]) * 32, bytes(range(64)), []),
        box(XWING[2], bytes([4]) * 16, bytes([0x52]) * 32, bytes(range(64, 128)),
            [(bytes([8]) * 32, bytes([9]) * 32), (bytes([10]) * 32, bytes([11]) * 32)]),
    ],
}, indent=1, ensure_ascii=False))
