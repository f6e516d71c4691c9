"""A practice, why people value it, what the law and the international standard say, and how the
talk between them moves.
"""
