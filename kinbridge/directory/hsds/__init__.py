"""The open standard of service directories, in and out: HSDS 3.0 of Open Referral.

Source: docs.openreferral.org. A document is the standard's JSON as Python reads it; ``apart``
takes one into records, ``together`` makes one of records, ``columns`` says what people read of
it. ``files``, ``tabular`` and ``sheet`` are the ways in which documents come and go.
"""
