"""The body and the way back to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.document import Body, Document, Removed


def cut(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """`a[bc]d` is the source `abcd` with `bc` removed."""
    source, removed, start = "", [], 0
    for c in marked:
        if c == "[":
            start = len(source)
        elif c == "]":
            removed.append((start, len(source)))
        else:
            source += c
    return source, removed


def test_the_body_leaves_out_what_is_removed() -> None:
    source, removed = cut("[إعلان\n]زار الوزير الرباط[ شارك]\nوانصرف[\nمقالات ذات صلة]")
    body = Body(source, removed)
    assert body.text == "زار الوزير الرباط\nوانصرف"
    start = body.text.index("الرباط")
    a, b = body.to_source(start, start + 6)
    assert source[a:b] == "الرباط"


def test_no_span_crosses_a_removed_stretch() -> None:
    body = Body(*cut("جهة [إعلان ]مراكش"))
    assert body.text == "جهة مراكش"
    assert not body.whole(0, 9)
    with pytest.raises(ValueError, match="crosses removed text"):
        body.to_source(0, 9)


def test_removing_more_makes_a_new_body() -> None:
    document = Document("إعلان\nالخبر\nشارك")
    document.remove([Removed(0, 6, "ad", "test")])
    assert document.body.text == "الخبر\nشارك"
    document.remove([Removed(11, 16, "share", "test")])
    assert document.body.text == document.folded.text == "الخبر"


@given(st.text(min_size=1, max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_every_position_of_the_body_is_in_the_source(source: str, raw: list[tuple[int, int]]) -> None:
    removed = [(min(a, len(source)), min(b, len(source))) for a, b in map(sorted, raw)]
    body = Body(source, removed)
    gone = {i for a, b in removed for i in range(a, b)}
    assert body.text == "".join(c for i, c in enumerate(source) if i not in gone)
    for i in range(len(body.text)):
        a, b = body.to_source(i, i + 1)
        assert source[a:b] == body.text[i]
