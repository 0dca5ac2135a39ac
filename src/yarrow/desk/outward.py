"""What Today asks of the rooms that deal with others: courts, panels, neighbours, partners."""

from datetime import datetime
from typing import Any

from yarrow.alerts.due import Due as Alerts
from yarrow.community.queries import Owed
from yarrow.justice.coming import Coming as Coming
from yarrow.justice.coming import ComingShown as ComingShown
from yarrow.methods.agreements import SOON
from yarrow.panels.queries import Overdue
from yarrow.referrals.rules import can_refer
from yarrow.referrals.silent import ReferralShown as ReferralShown
from yarrow.referrals.silent import Silent as Silent
from yarrow.safety.queries import New
from yarrow.safety.queries import Reports as Reports
from yarrow.sharing.queries import Due
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


class Outward:
    """`lists` are read with others of the page, `further` after them. `follows`: whether referrals are theirs."""

    def __init__(self, by: Actor, project: Project, now: datetime) -> None:
        day = now.astimezone(project.zone).date()
        self.follows = can_refer(by, project)
        self.sharing, self.around = Due(by, project, now), Owed(by, project, now)
        self.silent, self.coming = Silent(by, project, day), Coming(by, project, day)
        self.panels = Overdue(by, project, day, day + SOON)
        self.reports, self.alerts = New(by, project), Alerts(by, project, day)
        self.lists: list[Any] = [self.sharing, self.around, self.reports, self.alerts]
        if self.follows:
            self.lists += [self.silent, self.coming, self.panels]

    def further(self) -> list[Any]:
        """What the second round asks."""
        return [*self.alerts.further(), *(self.silent.further() if self.follows else [])]
