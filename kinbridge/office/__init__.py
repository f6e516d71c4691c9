"""Who works here: invitations, roles granted, approved and ended, accounts closed."""
