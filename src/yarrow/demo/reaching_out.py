"""What the town does with others: referrals, what partners were sent and answered, panels, courts, and members."""

from yarrow.demo.building import Building
from yarrow.demo.conferring import confer
from yarrow.demo.judging import judge_people
from yarrow.demo.neighbouring import make_neighbours
from yarrow.demo.passing_on import pass_on
from yarrow.demo.referring import refer_people
from yarrow.demo.sending_to_partners import send_to_partners
from yarrow.demo.vouching import vouch_for_members


def reach_out(built: Building) -> None:
    """Each after what it builds on: a panel speaks of people who were referred."""
    refer_people(built)
    pass_on(built)
    send_to_partners(built)
    confer(built)
    judge_people(built)
    make_neighbours(built)
    vouch_for_members(built)
