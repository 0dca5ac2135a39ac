"""Sign-ins of the invented projects, one per role. Printed for everybody to see: nothing real may be kept there."""

import base64
import hashlib
import random
from dataclasses import dataclass
from datetime import datetime

import pyotp
from mnemonic import Mnemonic

from yarrow.demo.scales import Scale
from yarrow.demo.town import WORDS
from yarrow.staff.roles import GUEST, ROLES, role_label


@dataclass(frozen=True)
class SignIn:
    """How one invented worker signs in. `totp_secret`: base32, for an authenticator app."""

    role: str
    name: str
    email: str
    passphrase: str

    @property
    def role_label(self) -> str:
        """The role in words."""
        return role_label(self.role)

    @property
    def totp_secret(self) -> str:
        """Derived from the address, so that it is the same in every demo."""
        digest = hashlib.sha256(f"yarrow demo {self.email}".encode()).digest()
        return base64.b32encode(digest[:20]).decode()


SIGN_INS = (
    SignIn("outreach", "Imogen Pryce", "outreach@small.example", "lantern gravel swift mellow orchard tide"),
    SignIn("peer", "Tasha Benn", "peer@small.example", "copper willow drift candle harvest moon"),
    SignIn("case_worker", "Dilan Aksoy", "case@small.example", "meadow anchor silver basket thunder leaf"),
    SignIn(
        "coordinator", "Ruth Calloway", "coordinator@small.example", "ginger valley pocket river amber kite"
    ),
    SignIn(
        "manager", "Marguerite Adeyemi", "manager@small.example", "velvet harbour pepper stone cradle fern"
    ),
    SignIn("adviser", "Helena Voss", "adviser@small.example", "quartz ribbon winter beacon saddle plum"),
    SignIn("evaluator", "Owen Marsh", "evaluator@small.example", "cobalt prairie whistle linen summit oak"),
    SignIn(
        "administrator", "Pavel Horák", "admin@small.example", "marble feather engine lagoon thistle bread"
    ),
    SignIn("guest", "Gwen Ellis", "guest@housing.example", "parsley window cobble orbit sleeve daisy"),
)

# Workers of the invented history whom nobody needs to sign in as.
LEAVER = SignIn(
    "outreach", "Bronagh Keane", "bronagh@small.example", "walnut pebble autumn signal hollow crane"
)
NEWCOMER = SignIn(
    "outreach", "Yusuf Demir", "yusuf@small.example", "tulip granite breeze ladder ocean spruce"
)
WAITING = SignIn("outreach", "Lena Park", "lena@small.example", "maple drizzle cabin hazel rocket dune")
OTHER_MANAGER = SignIn(
    "manager", "Siobhán Daly", "manager@other.example", "acorn glacier button sunset ferry moss"
)
OTHER_SECOND = SignIn(
    "coordinator", "Emeka Obi", "coordinator@other.example", "pigeon timber canyon quilt ember reed"
)


# A partner's worker, who is nobody's colleague here.
GUEST_KEY = GUEST
# Keys by which the plan knows the workers who are not one per role.
OTHERS = {"leaver": LEAVER, "newcomer": NEWCOMER, "waiting": WAITING}


def staff_of(scale: Scale) -> dict[str, SignIn]:
    """Who works in a project of the town, by the key the plan uses: one per role, those who come and go, the rest."""
    usual = {one.role: one for one in SIGN_INS} | OTHERS
    if not scale.extra:
        return usual
    roles = {key: one.role for key, one in usual.items() if key != GUEST_KEY} | dict(scale.extra)
    # The last, so that everybody else keeps the name they had.
    roles[GUEST_KEY] = GUEST
    dice, names = random.Random(scale.seed), list(WORDS["workers"])
    dice.shuffle(names)
    words = Mnemonic("english").wordlist
    return {
        key: SignIn(role, name, f"{key}@{scale.code}.example", " ".join(dice.sample(words, 6)))
        for (key, role), name in zip(roles.items(), names, strict=False)
    }


def one_per_role(scale: Scale) -> tuple[SignIn, ...]:
    """The sign-ins that are shown to whoever tries the demo."""
    staff = staff_of(scale)
    return tuple(staff[role] for role in ROLES)


def code_now(sign_in: SignIn) -> str:
    """The six digits that an authenticator app with this secret shows now."""
    return pyotp.TOTP(sign_in.totp_secret).now()


def seconds_left(at: datetime) -> int:
    """How long the codes of this moment still hold."""
    return 30 - int(at.timestamp()) % 30
