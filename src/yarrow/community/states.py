"""How complaints and breaches move: plain tables."""

OPEN, ANSWERED, SETTLED, NOT_SETTLED = COMPLAINT_STATES = ("open", "answered", "settled", "not_settled")
# After a complaint is settled or not, it can be taken up again; nothing else is forbidden.
ENDED = (SETTLED, NOT_SETTLED)
# Answered at some time, whatever came of it.
REPLIED = (ANSWERED, SETTLED, NOT_SETTLED)

REPORTED, RAISED, BREACH_ANSWERED, CLOSED = BREACH_STATES = ("reported", "raised", "answered", "closed")
# act → (from which states, to which). Raising again is asking again: the day by which it is due moves.
BREACH_MOVES = {
    "raise": ((REPORTED, RAISED, BREACH_ANSWERED), RAISED),
    "answer": ((RAISED,), BREACH_ANSWERED),
    "close": ((REPORTED, RAISED, BREACH_ANSWERED), CLOSED),
}
