"""What is armed leaves by itself, over each channel, as it was given."""


from tests.rooms.sending.making import arm, email, told
from yarrow.sending import sender


class Stop:
    """Told nothing."""

    def look(self, seconds=0.0):
        return False


def send():
    return sender.send(Stop(), once=True)


def test_email_leaves_as_it_was_given(world, mails):
    one = email(words="Water the plants.\n.dots stay\nتحية", subject="Garden – für dich")
    arm(world, one)
    assert send() == 1
    (mail,) = mails.read()
    assert (mail["to"], mail["from"], mail["subject"]) == (one.endpoint, "news@garden.example", one.subject)
    assert mail.get_content().rstrip("\n").splitlines() == one.words.splitlines()
    assert told(world, one) == ("sent", "")
