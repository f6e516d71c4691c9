"""Writing an agreement, putting it forward, signing it, and telling how it is kept."""

from kinbridge.agreement.operations.drafts import (
    add_reading,
    put_forward_draft,
    read_back_draft,
    sign_agreement,
)
from kinbridge.agreement.operations.keeping import (
    end_agreement,
    renew_agreement,
    report_on_commitment,
    review_agreement,
)
from kinbridge.agreement.operations.reminding import (
    answer_reminder,
    remind_due,
)
from kinbridge.agreement.operations.rhythm import (
    agree_to_rhythm,
    name_responsible,
    record_introduction,
    set_rhythm,
    stop_reminding,
)
from kinbridge.agreement.operations.text import (
    add_commitment,
    change_commitment,
    change_draft,
    draft_agreement,
    drop_commitment,
)

__all__ = [
    "add_commitment",
    "add_reading",
    "agree_to_rhythm",
    "answer_reminder",
    "change_commitment",
    "change_draft",
    "draft_agreement",
    "drop_commitment",
    "end_agreement",
    "name_responsible",
    "put_forward_draft",
    "read_back_draft",
    "record_introduction",
    "remind_due",
    "renew_agreement",
    "report_on_commitment",
    "review_agreement",
    "set_rhythm",
    "sign_agreement",
    "stop_reminding",
]
