"""The two ways in which something can go wrong.

    Refusal   the rules say no: shown to the person, says what to do
    Fault     something broke: logged, a generic page is shown

Every room draws its own small tree below these in its `errors.py`.
"""


class Refusal(Exception):
    """A request the rules do not allow.

    `message` is a whole sentence for the person at the screen; `field` names the form field at which it
    belongs (None: the whole form); `status` is the HTTP status of a page that can only say this.
    """

    status = 400

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Fault(Exception):
    """Something is broken. Its text goes to the log and never carries an opened value."""
