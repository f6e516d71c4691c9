"""A file of data may come from anybody: it is read as words, or refused with its line."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.foundation.lined import DEEPEST, LARGEST, Broken, Lined, read


@pytest.fixture
def told(tmp_path):
    """Reads what a file says."""

    def reading(text: str | bytes) -> Lined:
        file = tmp_path / "story.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(file)

    return reading


def test_every_value_is_words(told):
    file = told("day: 2012-03-14\ncount: 012\nanswer: yes\nnothing:\nlist: [no, 1.5, ~]")

    assert file == {
        "day": "2012-03-14",
        "count": "012",
        "answer": "yes",
        "nothing": "",
        "list": ["no", "1.5", "~"],
    }


def test_every_name_knows_its_line(told):
    file = told("title: A story\n\ndeeds:\n  - do: this\n    told:\n      words: hello\n")
    deed = file.parts("deeds")[0]

    assert deed.line == 4
    assert deed.lines["told"] == 5
    assert str(deed.part("told").broken("odd", "words")) == "story.yaml, line 6: odd"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "begins with names"),
        ("- a\n- list\n", 1, "begins with names"),
        ("just words", 1, "begins with names"),
        ("title: a\n  title: b: c", 2, "a colon stands where none can"),
        ("title: [a, b\n", 2, "does not fit those above"),
        ("title: a\n---\ntitle: b\n", 2, "not YAML"),
        ("title: a\n\tdeeds: b\n", 2, "a tab stands here"),
        ("title: a\ntitle: b\n", 2, "stands here twice"),
        ("title: a\n? [b, c]\n: d\n", 2, "a name must be words"),
        ("title: a\nbad: !!python/object/apply:os.system [echo]\n", 2, "tags such as"),
        ("title: !!binary aGVsbG8=\n", 1, "tags such as"),
        ("title: !odd a\n", 1, "tags such as"),
        ("a: &a [b]\nc: *a\n", 1, "anchors and aliases"),
        ("a: *nobody\n", 1, "anchors and aliases"),
        ("a: " + "[" * 50_000, 1, "nesting depth"),
        ("a: " + "{b: " * 20 + "c" + "}" * 20, 1, "too deep"),
    ],
)
def test_a_broken_file_says_where(told, text, line, said):
    with pytest.raises(Broken, match=said) as caught:
        told(text)

    assert caught.value.line == line
    assert f"story.yaml, line {line}: " in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"title: \xff\xfe", "not text in UTF-8"),
        (b"title: \x00", "not YAML"),
        (b"a" * (LARGEST + 1), "larger than 1000 kB"),
        (b"a" * 10_000_000, "larger than 1000 kB"),
    ],
    ids=["bytes", "control", "large", "ten megabytes"],
)
def test_a_file_that_is_no_text_is_refused(told, text, said):
    with pytest.raises(Broken, match=said):
        told(text)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(Broken, match="cannot be read"):
        read(tmp_path)


def test_nesting_up_to_the_limit_is_read(told):
    depth = DEEPEST - 1
    assert told("a: " + "[" * depth + "]" * depth)


def test_what_is_missing_or_of_another_shape_is_said(told):
    file = told("title: [a]\npart: words\nparts: [a]\n")

    with pytest.raises(Broken, match="line 1: “odd” is missing"):
        file.words("odd")
    with pytest.raises(Broken, match="line 1: “title” must be words"):
        file.words("title")
    with pytest.raises(Broken, match="line 2: “part” must be a mapping"):
        file.part("part")
    with pytest.raises(Broken, match="line 3: “parts” must be a list of mappings"):
        file.parts("parts")
    with pytest.raises(
        Broken, match="line 3: “parts” is not known here; known are title, part"
    ):
        file.only(["title", "part"])


def test_what_is_not_there_is_empty(told):
    file = told("title: a")

    assert file.part("setting") == {}
    assert file.parts("chapters") == []
    assert file.words("note", "") == ""


@given(text=st.text(max_size=200))
def test_no_text_at_all_makes_the_reader_fall_over(tmp_path_factory, text):
    file: Path = tmp_path_factory.mktemp("any") / "any.yaml"
    file.write_text(text, encoding="utf-8", errors="surrogatepass")
    with suppress(Broken):
        assert isinstance(read(file), Lined)
