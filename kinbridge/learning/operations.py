"""Recording harms, what people already do and findings; bringing findings back."""

from collections.abc import Iterable, Mapping
from typing import Any

from kinbridge.community.models import Community, Gathering
from kinbridge.foundation.plain import facts
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.learning.models import Finding, Harm, ProtectivePractice, ReturnOfFindings
from kinbridge.people.acts import Act, Base
from kinbridge.people.roles import Deed
from kinbridge.sync.operations import merge


@whole
def record_harm(*, community: Community, act: Act, **told: Any) -> Harm:
    """Record a harm as people named it.

    ``told`` are the fields of ``Harm``: words, translation, voices, gathering.
    """
    harm = Harm.objects.create(key=act.key, community=community, **told)
    enter(stream=community.stream, deed=Deed.RECORD_HARM, about=harm, act=act)
    return harm


@whole
def correct_harm(*, harm: Harm, changes: Mapping[str, Any], base: Base, act: Act) -> Harm:
    """Change what was recorded of a harm, field by field."""
    merge(record=harm, changes=changes, base=base, act=act)
    stream = harm.community.stream
    enter(stream=stream, deed=Deed.CORRECT_HARM, about=harm, act=act, payload=changes)
    return harm


@whole
def record_protective_practice(
    *, community: Community, act: Act, **told: Any
) -> ProtectivePractice:
    """Record what people already do for children.

    ``told`` are the fields of ``ProtectivePractice``: words, translation, who, voices,
    gathering.
    """
    practice = ProtectivePractice.objects.create(key=act.key, community=community, **told)
    stream = community.stream
    enter(stream=stream, deed=Deed.RECORD_PROTECTIVE_PRACTICE, about=practice, act=act)
    return practice


@whole
def correct_protective_practice(
    *, protectivepractice: ProtectivePractice, changes: Mapping[str, Any], base: Base, act: Act
) -> ProtectivePractice:
    """Change what was recorded of a practice, field by field."""
    practice = protectivepractice
    merge(record=practice, changes=changes, base=base, act=act)
    enter(
        stream=practice.community.stream,
        deed=Deed.CORRECT_PROTECTIVE_PRACTICE,
        about=practice,
        act=act,
        payload=changes,
    )
    return practice


@whole
def record_finding(*, community: Community, act: Act, **told: Any) -> Finding:
    """Record what was learned; from now on it is owed back to the community.

    ``told`` are the fields of ``Finding``: words, translation, voices.
    """
    finding = Finding.objects.create(key=act.key, community=community, **told)
    enter(stream=community.stream, deed=Deed.RECORD_FINDING, about=finding, act=act)
    return finding


@whole
def correct_finding(
    *, finding: Finding, changes: Mapping[str, Any], base: Base, act: Act
) -> Finding:
    """Change the words of a finding, field by field. What has gone back has gone back."""
    merge(record=finding, changes=changes, base=base, act=act)
    stream = finding.community.stream
    enter(stream=stream, deed=Deed.CORRECT_FINDING, about=finding, act=act, payload=changes)
    return finding


@whole
def return_findings(
    *,
    community: Community,
    findings: Iterable[Finding],
    gathering: Gathering | None,
    when: RoughDate,
    how: str,
    answer: str,
    what_people_said: str,
    act: Act,
) -> ReturnOfFindings:
    """Record that findings went back to the community, and what people said of them."""
    brought = list(findings)
    returned = ReturnOfFindings.objects.create(
        key=act.key,
        community=community,
        gathering=gathering,
        how=how,
        answer=answer,
        what_people_said=what_people_said,
        **when.columns(otherwise=act.at.date()),
    )
    returned.findings.set(brought)
    enter(
        stream=community.stream,
        deed=Deed.RETURN_FINDINGS,
        about=returned,
        act=act,
        payload={**facts(returned), "findings": brought},
    )
    return returned
