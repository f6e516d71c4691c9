"""Walking beside those who facilitate: the mentor's desk, openings, and a notebook that only
its writer reads.
"""
