"""Ways in which referrals of the town go."""

from yarrow.demo.referring import WAYS
from yarrow.methods.pathways import after
from yarrow.referrals import lists


def test_ways_of_the_town_can_be_walked():
    sent = [way for way in WAYS if way is not None]
    for way in sent:
        state = "sent"
        for step in way:
            act, _colon, reason = step.partition(":")
            state = after(state, act)
            assert not reason or reason in dict(lists.reasons_for(act))
    attended = [way for way in sent if {"attend", "accompany"} & set(way)]
    engaged = [way for way in sent if "engage" in way]
    assert (len(WAYS), len(attended), len(engaged)) == (20, 12, 7)
