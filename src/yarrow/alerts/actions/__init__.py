"""Every write of this room."""

from yarrow.alerts.actions.drafting import (
    begin_correction,
    change_draft,
    draft_alert,
    drop,
    propose,
    send_back,
)

__all__ = ["begin_correction", "change_draft", "draft_alert", "drop", "propose", "send_back"]
