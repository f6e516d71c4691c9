"""The picture of who might help: every helper once, nothing over another, always the same."""

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from kinbridge.linkage.boxes import Box
from kinbridge.linkage.orbits import Named
from kinbridge.linkage.rings import MOST_LABELLED, Drawing, draw
from kinbridge.linkage.words_on_paper import cut, lines, ways_to_break, width

LEVELS = ("Family", "Neighbours", "Village", "Chiefdom", "District", "Province", "Nation")
NEAREST = 20.0  # the middles of two shapes on one ring come no closer

labels = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40)
some_labels = st.one_of(
    labels,
    st.sampled_from(
        ["the nurse", "District Health Management Team", "القابلة التقليدية", "स्वास्थ्य कर्मी"]
    ),
)


def helpers(most: int, least: int = 0) -> st.SearchStrategy[list[Named]]:
    """Helpers on any of the rings."""
    one = st.builds(
        Named,
        label=some_labels,
        ring=st.integers(0, len(LEVELS) - 1),
        formality=st.sampled_from(["formal", "nonformal", "mixed"]),
        state=st.sampled_from(["named", "asked", "active"]),
    )
    return st.lists(one, min_size=least, max_size=most)


def whole(drawing: Drawing, named: list[Named]) -> None:
    """What holds of every drawing."""
    assert [node.number for node in drawing.nodes] == list(range(1, len(named) + 1))
    assert [node.named for node in drawing.nodes] == named
    assert all(node.box.is_within(drawing.sheet) for node in drawing.nodes)
    assert len(drawing.rings) == len(LEVELS)
    x, y = drawing.middle
    for ring in drawing.rings:
        assert ring.radius > drawing.centre_radius
        assert ring.y > 0
    for one, other in combinations(drawing.nodes, 2):
        if one.named.ring == other.named.ring:
            assert hypot(one.x - other.x, one.y - other.y) >= NEAREST
    for node in drawing.nodes:
        near = hypot(node.strand[2] - x, node.strand[3] - y)
        assert abs(near - drawing.centre_radius) < 1


@given(helpers(MOST_LABELLED), st.booleans())
def test_few_helpers_carry_their_names_and_no_name_covers_another(
    named: list[Named], is_rtl: bool
) -> None:
    drawing = draw("The Three Villages", LEVELS, named, is_rtl=is_rtl)
    whole(drawing, named)
    boxes = [label.box for label in drawing.labels]
    assert drawing.is_numbered or len(boxes) == len(named)
    assert all(box.is_within(drawing.sheet) for box in boxes)
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert not any(box.meets(node.box) for box in boxes for node in drawing.nodes)


@given(helpers(90, least=MOST_LABELLED + 1), st.booleans())
def test_many_helpers_carry_numbers(named: list[Named], is_rtl: bool) -> None:
    drawing = draw("The Three Villages", LEVELS, named, is_rtl=is_rtl)
    assert drawing.is_numbered
    assert drawing.labels == ()
    whole(drawing, named)


def test_eighty_helpers_on_one_ring_stand_in_rows() -> None:
    named = [Named(f"Helper {n}", 0, "formal", "named") for n in range(80)]
    drawing = draw("A", LEVELS, named)
    whole(drawing, named)
    away = {
        round(hypot(n.x - drawing.middle[0], n.y - drawing.middle[1])) for n in drawing.nodes
    }
    assert len(away) > 1


@given(helpers(20))
def test_the_same_helpers_are_drawn_the_same_way(named: list[Named]) -> None:
    assert draw("A", LEVELS, named) == draw("A", LEVELS, named)


def test_fourteen_common_helpers_still_carry_their_names() -> None:
    names = (
        "grandmothers", "the boatman", "mothers’ group", "the teacher",
        "the imam and the pastor", "village chief", "traditional birth attendant",
        "community health officer", "the nurse", "paramount chief",
        "District Health Management Team", "the radio station in town",
        "police Family Support Unit", "Ministry of Gender and Children’s Affairs",
    )  # fmt: skip
    levels = (0, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 4, 6)
    named = [Named(n, at, "formal", "named") for n, at in zip(names, levels, strict=True)]
    drawing = draw("The Three Villages", LEVELS, named)
    assert not drawing.is_numbered
    said = [" ".join(line for _y, line in label.lines) for label in drawing.labels]
    assert said == list(names)


def test_a_right_to_left_page_is_mirrored() -> None:
    named = [Named(f"Helper {n}", n, "mixed", "named") for n in range(3)]
    there, back = draw("A", LEVELS, named), draw("A", LEVELS, named, is_rtl=True)
    assert there.direction == "ltr"
    assert back.direction == "rtl"
    middle = there.middle[0]
    for one, other in zip(there.nodes, back.nodes, strict=True):
        assert abs((one.x - middle) + (other.x - middle)) < 0.2
        assert one.y == other.y


def test_a_community_with_a_long_name_and_nobody_named_is_still_drawn() -> None:
    name = "The Very Long Named Community Behind All Of The Seven Green Hills"
    drawing = draw(name, LEVELS[:3], [])
    assert drawing.nodes == ()
    assert not drawing.is_numbered
    assert 1 <= len(drawing.centre_lines) <= 3
    assert all(
        width(line, 13) <= 2 * drawing.centre_radius for _y, line in drawing.centre_lines
    )


def test_a_single_ring_runs_between_near_and_far() -> None:
    drawing = draw("A", ["Village"], [Named("the nurse", 0, "formal", "named")])
    assert 100 < drawing.rings[0].radius < 150


@given(st.text(max_size=60), st.integers(1, 4))
def test_lines_are_no_wider_than_asked(text: str, most: int) -> None:
    drawn = lines(text, 14, 100, most)
    assert len(drawn) <= most
    assert all(width(line, 14) <= 100 for line in drawn)


def test_words_break_at_spaces_and_are_cut_only_where_they_must_be() -> None:
    assert lines("the community health officer", 14, 110, 3) == (
        "the community",
        "health officer",
    )
    assert ways_to_break("the nurse", 14, 110, 3) == (("the nurse",), ("the", "nurse"))
    assert cut("Nationwide", 14, 50).endswith("…")
    assert cut("near", 14, 50) == "near"
    assert ways_to_break("Donaudampfschifffahrtsgesellschaft", 14, 60, 2)[0][0].endswith("…")


def test_combining_marks_take_no_room_and_wide_letters_take_more() -> None:
    assert width("e\u0301", 10) == width("e", 10)
    assert width("健康", 10) > width("ab", 10)


def test_a_line_is_told_to_cross_a_box_or_to_pass_it() -> None:
    box = Box(0, 0, 10, 10)
    assert box.is_crossed_by((-5, 5), (15, 5))
    assert box.is_crossed_by((5, -5), (5, 15))
    assert not box.is_crossed_by((-5, 20), (15, 20))
    assert not box.is_crossed_by((20, -5), (20, 15))
    assert not box.is_crossed_by((-5, 5), (-1, 5))
    assert box.is_met_by_circle((5, 5), 6)
    assert not box.is_met_by_circle((5, 5), 2 * 10)
    assert not box.is_met_by_circle((50, 5), 10)
