"""Forms that know which version of a thing they were made from."""

from typing import Any

from yarrow.ui.forms import Form


class VersionedForm(Form):
    """Carries `version`. After a conflict the newer one is carried, so that saving again is a decision."""

    with_version = True
    data: Any

    @property
    def version_seen(self) -> int:
        """The version the page was made from; 0 when it does not say."""
        carried = str(self.cleaned_data.get("version") or "")
        return int(carried) if carried.isdecimal() and len(carried) < 10 else 0

    def show_version(self, version: int) -> None:
        """What stands now has been shown: the next saving is over this version."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)
