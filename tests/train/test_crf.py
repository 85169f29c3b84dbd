"""The conditional random field reckons as the long way does: over every sequence of tags."""

from itertools import pairwise, product

import pytest

torch = pytest.importorskip("torch", reason="training needs khabar[train]")

from khabar.train.crf import Head, partition  # noqa: E402

TAGS = ("O", "B-PERSON", "I-PERSON")
LENGTHS = (1, 2, 3, 5)


def drawn() -> tuple:
    torch.manual_seed(7)
    head = Head(4, TAGS)
    head.move.data.normal_()
    states = torch.randn(len(LENGTHS), max(LENGTHS), 4)
    mask = torch.arange(max(LENGTHS)) < torch.tensor(LENGTHS)[:, None]
    return head, states, mask


def weights(head: Head, scores, length: int) -> dict:
    """The weight of every sequence of tags that may be."""
    found = {}
    for path in product(range(len(TAGS)), repeat=length):
        score = scores[range(length), path].sum() + sum(head.transitions[a, b] for a, b in pairwise(path))
        found[path] = (score + head.unopened[path[0]]).exp()
    return found


def test_the_sum_over_all_sequences() -> None:
    head, states, mask = drawn()
    scores = head.emit(states)
    quick = partition(scores, head.transitions, head.unopened, mask)
    slow = [sum(weights(head, s, n).values()).log() for s, n in zip(scores, LENGTHS, strict=True)]
    assert quick.tolist() == pytest.approx([float(x.detach()) for x in slow], abs=1e-4)


def test_the_loss_of_the_right_tags() -> None:
    head, states, mask = drawn()
    right = torch.tensor([[1, 0, 0, 0, 0], [1, 2, 0, 0, 0], [0, 1, 2, 0, 0], [0, 1, 2, 0, 1]])
    slow = 0.0
    for s, tags, n in zip(head.emit(states), right, LENGTHS, strict=True):
        all_of_them = weights(head, s, n)
        slow -= float((all_of_them[tuple(tags[:n].tolist())] / sum(all_of_them.values())).log().detach())
    assert float(head.loss(states, right, mask).detach()) == pytest.approx(slow, abs=1e-4)


def test_the_distance_from_a_teacher_is_the_cross_entropy_over_sequences() -> None:
    head, states, mask = drawn()
    teacher = Head(4, TAGS)
    teacher.move.data.normal_()
    slow = 0.0
    for s, n in zip(states, LENGTHS, strict=True):
        said, own = weights(teacher, teacher.emit(s), n), weights(head, head.emit(s), n)
        whole, total = sum(said.values()), sum(own.values())
        slow -= sum(float((p / whole * (own[path] / total).log()).detach()) for path, p in said.items() if p > 0)
    scores = teacher.emit(states) * mask[..., None]
    assert float(head.distance(states, scores, teacher.move, mask).detach()) == pytest.approx(slow, abs=1e-3)
