"""How rooms above have messages sent:

    arm(messages=[ToSend(reference=…, channel="sms", endpoint="+447700900123", words="Water the plants",
                         not_before=None, until=None, hours=(9, 21))],
        project=project, by=by, at=at)            how many are new; the same reference again is the same message
    cancel(references=[…], project=project, by=by, at=at)    how many had not begun
    queries.states(project, [reference, …])       reference → Told(state, code, at, due_at), `.said`, `.why`

(`actions.ToSend`, `arm`, `cancel`.) Channels: sms (a number in E.164), email (an address, and `subject`), push (the
browser's subscription as JSON text). `until` is seven days away at most. `hours`: whole local hours of the project,
past midnight too: (20, 6).

What can't be sent (no such number, a channel that is not set up, no safe hour in time) stops no other: its row says
so at once. `failed` has a code of `lists.json`. `unclear`: it was handed over as the sender or the connection died; it
may have arrived and is never sent again by itself. To send it again, arm it under a new reference. Rows are let go of
30 days after `until`: note what became of them before.

    asking.asks(act)                     act(project_id, at) takes back what may not leave now, before it is begun
    ways.set_up()                        the channels that this installation has
    ways.push_key()                      what a browser subscribes with
    rules.can_be_endpoint, can_be_said   for forms, before anything is armed
    board.seal(project_id, place, text)  words that the server reads with nobody signed in, and a stolen database
    board.opened(project_id, place, …)   does not; `place`: the id of the row that keeps them
"""
