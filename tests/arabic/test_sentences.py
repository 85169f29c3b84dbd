"""Sentence ends: each case marks them with |."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.arabic.sentences import paragraphs, sentences

CASES = """
افتتح الوزير المعرض.| وحضر الوالي.
استقرت الأسعار على أعلى المستويات.|وأشار الوزير إلى ذلك.
بلغت النسبة 3.5 في المائة.| وارتفعت.
بلغت النسبة ٣.٥ في المائة.
ذكرت (و.م.ع) أن المشروع جاهز.| وأضافت.
و.م.ع. قالت ذلك.
قال د. كريم العلوي ذلك.| وانصرف.
نقل موقع le360.ma الخبر.
سكت قليلا... ثم تابع.
سكت قليلا… ثم تابع.
هل حضر الوزير؟| نعم.
يا للخبر!| نعم.
قال: «انتهى الأمر.»| وخرج.
1. الاستماع إلى العرض.
المناقشة، والتصويت، إلخ. وهكذا.
"""


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_sentence_ends(line: str) -> None:
    text = line.replace("|", "")
    assert [text[a:b] for a, b in sentences(text)] == [part.strip() for part in line.split("|")]


def test_a_line_feed_ends_a_sentence_and_blank_lines_are_nothing() -> None:
    text = " عنوان بلا نقطة \n\n\t\nجملة أولى. جملة ثانية\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["عنوان بلا نقطة", "جملة أولى. جملة ثانية"]
    assert [text[a:b] for a, b in sentences(text)] == ["عنوان بلا نقطة", "جملة أولى.", "جملة ثانية"]


@given(st.text(st.sampled_from('ابجد .!؟…\n "»)3م'), max_size=80))
def test_sentences_hold_all_ink_once(text: str) -> None:
    spans = sentences(text)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
