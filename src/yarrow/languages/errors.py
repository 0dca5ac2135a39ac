"""What this room refuses."""

from yarrow.methods.refusals import Refusal


class NotToSign(Refusal):
    """There is nothing to sign off, or nothing to withdraw."""

    status = 409
