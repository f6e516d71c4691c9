"""Linkages: helpers whom people named, ties and journeys to them, what groups say, asks."""

from kinbridge.linkage.asks import Ask, AskAnswer, offices_of
from kinbridge.linkage.heard import FEWEST, GroupAnswer
from kinbridge.linkage.named import (
    BEFORE_AGREEMENT,
    Among,
    Asking,
    BelongsToLinkage,
    Linkage,
    LinkageStep,
    NextStep,
    OfLinkage,
    State,
)
from kinbridge.linkage.ties import Journey, Tie

__all__ = [
    "BEFORE_AGREEMENT",
    "FEWEST",
    "Among",
    "Ask",
    "AskAnswer",
    "Asking",
    "BelongsToLinkage",
    "GroupAnswer",
    "Journey",
    "Linkage",
    "LinkageStep",
    "NextStep",
    "OfLinkage",
    "State",
    "Tie",
    "offices_of",
]
