"""Writing an agreement, putting it forward, signing it, and telling how it is kept."""

from kinbridge.agreement.operations.drafts import (
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
from kinbridge.agreement.operations.text import (
    add_commitment,
    change_commitment,
    change_draft,
    draft_agreement,
    drop_commitment,
)

__all__ = [
    "add_commitment",
    "change_commitment",
    "change_draft",
    "draft_agreement",
    "drop_commitment",
    "end_agreement",
    "put_forward_draft",
    "read_back_draft",
    "renew_agreement",
    "report_on_commitment",
    "review_agreement",
    "sign_agreement",
]
