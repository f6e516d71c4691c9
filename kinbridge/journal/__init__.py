"""The journal: every deed done, chained by digests; history and audit trail in one."""
