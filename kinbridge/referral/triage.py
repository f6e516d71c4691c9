"""Triage: from answers to a way. Rules are a country's data; here is only how they are walked.

Where several rules hold, the heaviest counts. What is not known counts as the most serious that
it could be. What no rule foresaw goes to somebody who has learned it. So doubt always leads
upward, and a rule that is added can only lift.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from kinbridge.countries.facts import Advice, Answer, Question, Rule, Triage, Urgency, Way, When

UNKNOWN = "unknown"
ACT = "act"

Answers = Mapping[str, str]


@dataclass(frozen=True)
class End:
    """Where answers lead: a way, how soon, and the rules that say so."""

    way: Way
    urgency: Urgency
    rules: tuple[Rule, ...]
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True)
class Ask:
    """A question that still matters, and where each of its answers leads."""

    name: str
    question: Question
    branches: "tuple[tuple[Answer, Ask | End], ...]"


def judge(triage: Triage, answers: Answers) -> End:
    """The end for these answers. What is left out is not known."""
    ends = [_end(triage, told) for told in _possible(triage, answers)]
    heaviest = max(_weight(end) for end in ends)
    rules = {rule.key: rule for end in ends if _weight(end) == heaviest for rule in end.rules}
    first = next(end for end in ends if _weight(end) == heaviest)
    told = {name: answer for name, answer in answers.items() if answer != UNKNOWN}
    advice = tuple(one for one in triage.advice if _may_hold(one.when, told, first.way))
    return End(first.way, first.urgency, tuple(rules.values()), advice)


def tree(triage: Triage) -> Ask | End:
    """All of triage as questions within questions; what would change nothing is not asked."""
    return _branch(triage, triage.questions, {})


def _branch(triage: Triage, left: tuple[Question, ...], told: dict[str, str]) -> Ask | End:
    asked = next((n for n, one in enumerate(left) if _matters(triage, one, told)), None)
    if asked is None:
        return judge(triage, told)
    question, rest = left[asked], left[asked + 1 :]
    branches = tuple(
        (answer, _branch(triage, rest, {**told, question.key: answer.key}))
        for answer in question.answers
    )
    if question.key != ACT and len({_looks(branch) for _answer, branch in branches}) == 1:
        return _branch(triage, rest, told)
    return Ask("-".join([question.key, *told.values()]), question, branches)


def _looks(branch: "Ask | End") -> object:
    """What somebody would notice of it: where it leads, whatever they are told besides."""
    if isinstance(branch, End):
        return branch.way, branch.urgency, tuple(rule.key for rule in branch.rules)
    return branch.question.key, tuple(_looks(one) for _answer, one in branch.branches)


def _is_asked(question: Question, told: Answers) -> bool:
    return not question.of or told.get(ACT) in question.of


def _possible(triage: Triage, answers: Answers) -> Iterator[dict[str, str]]:
    """Everything that the answers leave open. A kind of matter that is not known stays so: it
    is what nobody foresaw, and not each of the others."""
    told = dict(answers)
    told.setdefault(ACT, UNKNOWN)
    matter = [one for one in triage.questions if one.key != ACT and _matters(triage, one, told)]
    open_ones = [one for one in matter if told.get(one.key, UNKNOWN) == UNKNOWN]
    choices = [
        [answer.key for answer in one.answers if answer.key != UNKNOWN] for one in open_ones
    ]
    for chosen in product(*choices):
        yield {**told, **dict(zip((one.key for one in open_ones), chosen, strict=True))}


def _matters(triage: Triage, question: Question, told: Answers) -> bool:
    return _is_asked(question, told) and any(question.key in rule.when for rule in triage.rules)


def _end(triage: Triage, told: Answers) -> End:
    holding = [rule for rule in triage.rules if _holds(rule.when, told)]
    if not holding and triage.otherwise:
        holding = [triage.otherwise]
    heaviest = max((rule.way.weight, rule.urgency.weight) for rule in holding)
    rules = tuple(r for r in holding if (r.way.weight, r.urgency.weight) == heaviest)
    return End(rules[0].way, rules[0].urgency, rules)


def _holds(when: When, told: Answers) -> bool:
    return bool(when) and all(told.get(name) in answers for name, answers in when.items())


def _may_hold(when: When, told: Answers, way: Way) -> bool:
    """Whether a condition holds, or could where nothing was said."""
    known = {**told, "way": str(way)}
    return all(known[name] in answers for name, answers in when.items() if name in known)


def _weight(end: End) -> tuple[int, int]:
    return end.way.weight, end.urgency.weight
