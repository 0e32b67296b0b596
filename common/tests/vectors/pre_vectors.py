#!/usr/bin/env python3
"""Writes pre.json: proxy re-encryption computed a second time, from docs/PROTOCOL.md section 13 and RFC 9496 alone.

Standard library only, and slow on purpose: every formula is the one on the page. The group is first checked against
the vectors of RFC 9496 appendix A. Run it to compare, `python3 pre_vectors.py | diff - pre.json`; the file is frozen.
"""

import hashlib
import hmac
import json

# --- The field and the curve (RFC 9496 section 4.1, RFC 8032 section 5.1) ---

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
ONE_MINUS_D_SQ = (1 - D * D) % P
D_MINUS_ONE_SQ = (D - 1) ** 2 % P


def is_negative(x):
    return x % P & 1


def absolute(x):
    x %= P
    return P - x if is_negative(x) else x


def sqrt_ratio_m1(u, v):
    """(was_square, r): r = sqrt(u/v) or sqrt(SQRT_M1*u/v), never negative (section 4.2)."""
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    correct = check == u % P
    flipped = check == -u % P
    flipped_i = check == -u * SQRT_M1 % P
    if flipped or flipped_i:
        r = r * SQRT_M1 % P
    return correct or flipped, absolute(r)


# Constants that RFC 9496 gives as numbers, here from what they mean. Each is fixed up to its sign by the assertion.
INVSQRT_A_MINUS_D = sqrt_ratio_m1(1, (-1 - D) % P)[1]
SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235
assert SQRT_AD_MINUS_ONE**2 % P == (-D - 1) % P
assert INVSQRT_A_MINUS_D == 54469307008909316920995813868745141605393597292927456921205312896311721017578


class Point:
    """Extended coordinates x = X/Z, y = Y/Z, xy = T/Z on -x^2 + y^2 = 1 + d x^2 y^2."""

    def __init__(self, x, y, z, t):
        self.x, self.y, self.z, self.t = x % P, y % P, z % P, t % P

    def __add__(self, other):
        a = (self.y - self.x) * (other.y - other.x)
        b = (self.y + self.x) * (other.y + other.x)
        c = 2 * self.t * D * other.t
        d = 2 * self.z * other.z
        e, f, g, h = b - a, d - c, d + c, b + a
        return Point(e * f, g * h, f * g, e * h)

    def __neg__(self):
        return Point(-self.x, self.y, self.z, -self.t)

    def __rmul__(self, scalar):
        scalar %= Q
        total, power = IDENTITY, self
        while scalar:
            if scalar & 1:
                total = total + power
            power, scalar = power + power, scalar >> 1
        return total

    def __eq__(self, other):
        """Section 4.5: equality of ristretto255 elements."""
        return (self.x * other.y - self.y * other.x) % P == 0 or (self.y * other.y - self.x * other.x) % P == 0

    def encode(self):
        """Section 4.3.2."""
        u1 = (self.z + self.y) * (self.z - self.y) % P
        u2 = self.x * self.y % P
        _, invsqrt = sqrt_ratio_m1(1, u1 * u2 * u2 % P)
        den1, den2 = invsqrt * u1 % P, invsqrt * u2 % P
        z_inv = den1 * den2 * self.t % P
        if is_negative(self.t * z_inv):
            x, y = self.y * SQRT_M1 % P, self.x * SQRT_M1 % P
            den_inv = den1 * INVSQRT_A_MINUS_D % P
        else:
            x, y, den_inv = self.x, self.y, den2
        if is_negative(x * z_inv):
            y = -y % P
        return absolute(den_inv * (self.z - y)).to_bytes(32, "little")


IDENTITY = Point(0, 1, 1, 0)


def decode(data):
    """Section 4.3.1; None for what is not a canonical encoding."""
    s = int.from_bytes(data, "little")
    if s >= P or is_negative(s):
        return None
    ss = s * s % P
    u1, u2 = (1 - ss) % P, (1 + ss) % P
    u2_sqr = u2 * u2 % P
    v = (-D * u1 * u1 - u2_sqr) % P
    was_square, invsqrt = sqrt_ratio_m1(1, v * u2_sqr % P)
    den_x = invsqrt * u2 % P
    den_y = invsqrt * den_x * v % P
    x = absolute(2 * s * den_x)
    y = u1 * den_y % P
    t = x * y % P
    if not was_square or is_negative(t) or y == 0:
        return None
    return Point(x, y, 1, t)


def map_to_point(t):
    """MAP of section 4.3.4."""
    r = SQRT_M1 * t * t % P
    u = (r + 1) * ONE_MINUS_D_SQ % P
    v = (-1 - r * D) * (r + D) % P
    was_square, s = sqrt_ratio_m1(u, v)
    if was_square:
        c = P - 1
    else:
        s, c = -absolute(s * t) % P, r
    n = (c * (r - 1) * D_MINUS_ONE_SQ - v) % P
    w0, w1 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P
    w2, w3 = (1 - s * s) % P, (1 + s * s) % P
    return Point(w0 * w3, w2 * w1, w1 * w3, w0 * w2)


def from_uniform(data):
    halves = [int.from_bytes(half, "little") % 2**255 for half in (data[:32], data[32:])]
    return map_to_point(halves[0]) + map_to_point(halves[1])


G = decode(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))

# RFC 9496 appendix A.1 (multiples of the generator) and A.3 (group elements from uniform strings).
assert IDENTITY.encode() == bytes(32)
assert (2 * G).encode().hex() == "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919"
assert (15 * G).encode().hex() == "e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e"
assert (Q * G).encode() == bytes(32) and (Q - 1) * G == -G
assert from_uniform(bytes.fromhex(
    "5d1be09e3d0c82fc538112490e35701979d99e06ca3e2b5b54bffe8b4dc772c1"
    "4d98b696a1bbfb5ca32c436cc61c16563790306c79eaca7705668b47dffe5bb6"
)).encode().hex() == "3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46"

# --- The protocol (docs/PROTOCOL.md section 13) ---

U = from_uniform(hashlib.sha512(b"sesemr/1/pre/U").digest())


def context(patient, portion, epoch):
    return bytes([1]) + patient + bytes([portion]) + epoch.to_bytes(4, "big")


def to_scalar(name, ctx, *points):
    message = b"sesemr/1/pre/" + name + b"\x00" + ctx + b"".join(point.encode() for point in points)
    return int.from_bytes(hashlib.sha512(message).digest(), "little") % Q


def kdf(ctx, a, e, v, shared):
    """HKDF-SHA512 (RFC 5869) with an empty salt, one block."""
    prk = hmac.new(bytes(64), shared.encode(), hashlib.sha512).digest()
    info = b"sesemr/1/pre/key" + ctx + a.encode() + e.encode() + v.encode()
    return hmac.new(prk, info + b"\x01", hashlib.sha512).digest()[:32]


def scalar(*labels):
    """The "random" scalars of these vectors: 64 bytes of SHA-512 over a label, modulo q."""
    return int.from_bytes(hashlib.sha512("/".join(map(str, labels)).encode()).digest(), "little") % Q


def vector(number, patient, portion, epoch):
    ctx = context(patient, portion, epoch)
    a, b, r, u, x, t = (scalar("sesemr pre vector", number, name) for name in "abruxt")
    big_a, big_b = a * G, b * G

    # Encapsulate; the patient's own decapsulation finds the same key.
    e, v = r * G, u * G
    h2 = to_scalar(b"capsule", ctx, big_a, e, v)
    s = (u + r * h2) % Q
    key = kdf(ctx, big_a, e, v, (r + u) * big_a)
    assert s * G == v + h2 * e
    assert key == kdf(ctx, big_a, e, v, a * (e + v))

    # The re-encryption key and its commitments.
    big_x = x * G
    d = to_scalar(b"shared", ctx, big_a, big_x, big_b, x * big_b)
    rk = a * pow(d, -1, Q) % Q
    u1 = rk * U

    # The proxy, with its proof.
    e1, v1 = rk * e, rk * v
    c = to_scalar(b"proof", ctx, big_a, e, e1, t * e, v, v1, t * v, U, u1, t * U)
    z = (t + c * rk) % Q
    assert z * e == t * e + c * e1 and z * v == t * v + c * v1 and z * U == t * U + c * u1

    # The delegatee finds the same key.
    assert d == to_scalar(b"shared", ctx, big_a, big_x, big_b, b * big_x)
    assert (s * pow(d, -1, Q) % Q) * big_a == v1 + h2 * e1
    assert key == kdf(ctx, big_a, e, v, d * (e1 + v1))

    def number_hex(value):
        return value.to_bytes(32, "little").hex()

    return {
        "patient": patient.hex(),
        "portion": portion,
        "epoch": epoch,
        "a": number_hex(a),
        "A": big_a.encode().hex(),
        "b": number_hex(b),
        "B": big_b.encode().hex(),
        "r": number_hex(r),
        "u": number_hex(u),
        "capsule": e.encode().hex() + v.encode().hex() + number_hex(s),
        "key": key.hex(),
        "x": number_hex(x),
        "rk": number_hex(rk),
        "commitment": big_x.encode().hex() + u1.encode().hex(),
        "t": number_hex(t),
        "fragment": e1.encode().hex() + v1.encode().hex() + number_hex(c) + number_hex(z),
    }


# RFC 9496 appendix A.2, one of each kind, and the identity: what no decoder may take.
BAD_POINTS = [
    "00" * 32,
    "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]
assert all(point == "00" * 32 or decode(bytes.fromhex(point)) is None for point in BAD_POINTS)

print(json.dumps({
    "expect": "every step gives exactly these bytes; no point of bad_points and no scalar of bad_scalars decodes",
    "source": "pre_vectors.py, a second implementation of docs/PROTOCOL.md section 13 on RFC 9496",
    "U": U.encode().hex(),
    "bad_points": BAD_POINTS,
    "bad_scalars": ["00" * 32, Q.to_bytes(32, "little").hex(), (Q + 1).to_bytes(32, "little").hex(), "ff" * 32],
    "vectors": [
        vector(1, bytes([0x11] * 16), 4, 1),
        vector(2, bytes([0x11] * 16), 4, 2),
        vector(3, bytes(range(16)), 7, 4294967295),
        vector(4, bytes([0xFF] * 16), 10, 0),
    ],
}, indent=1))
