"""The steps of the training, each from what the ones before have left; the cache keeps the dear ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn

from khabar.knowledge.load import load_knowledge
from khabar.stages.tagger.features import Words
from khabar.train.bank import Bank, Forms, frequent, raw_bank
from khabar.train.data import Sentence
from khabar.train.lists import lists
from khabar.train.loop import Material, Plan, Say, learn
from khabar.train.net import Net, Sizes, Student
from khabar.train.pretrain import Reading, read
from khabar.train.recipe import Recipe, tagset
from khabar.train.silver import Silver, silver
from khabar.train.teacher import Masking, Teacher, TeacherSizes, read_masked
from khabar.train.vectors import Spelling, kept_sentences, raw_sentences, read_texts, read_vectors, train_vectors

Labelled = Mapping[str, Sequence[Sentence]]


@dataclass(slots=True)
class Ground:
    """What all learning stands on: words and their features, labelled sentences, raw text, and where to reckon."""

    words: Words
    sentences: Labelled
    tags: Mapping[str, tuple[str, ...]]
    forms: Forms
    bank: Bank
    device: str


def language(recipe: Recipe, work: Path, say: Say) -> tuple[Words, list[list[str]]]:
    """Word vectors with name lists, and the raw sentences."""
    kept = work / "vectors.bin"
    if kept.is_file():
        raw, words = kept_sentences(kept), read_vectors(kept)
    else:
        raw = raw_sentences((t for path in recipe.raw for t in read_texts(path)), recipe.seed)
        words = train_vectors(raw, Spelling(**recipe.section("vectors")), kept)
    say(f"raw text: {sum(map(len, raw))} words; vectors: {len(words.vocabulary)}")
    return replace(words, lists=lists(load_knowledge(), recipe.names)), raw


def prepare(
    words: Words, learnt: Labelled, other: Labelled, raw: Sequence[Sequence[str]], device: str = "cpu"
) -> Ground:
    """Everything as numbers on the device: the sentences to learn from, the `other` ones to measure, the raw text."""
    ranked = frequent(raw)
    labelled = {w for some in (*learnt.values(), *other.values()) for s in some for w in s.words}
    forms = Forms(words, [*ranked, *sorted(labelled.difference(ranked))], device)
    tags = {head: tagset([*some, *other.get(head, ())]) for head, some in learnt.items()}
    return Ground(words, learnt, tags, forms, raw_bank(forms, raw, device), device)


def read_student(recipe: Recipe, ground: Ground, work: Path, say: Say) -> Student:
    """A student whose first layer has read the raw text, where the config says so."""
    torch.manual_seed(recipe.seed)
    widths = recipe.section("network")
    widths.pop("dropout", None)
    sizes = Sizes(len(ground.words.vocabulary), ground.words.vectors.shape[1], **widths)
    student = Student(sizes, dropout=0.1).to(ground.device)
    settings = recipe.section("reading")
    if settings and not _known(student, work / "student.pt"):
        read(student, ground.forms, ground.bank, Reading(**settings, seed=recipe.seed), say)
        torch.save(student.state_dict(), work / "student.pt")
    return student


def read_teacher(recipe: Recipe, ground: Ground, work: Path, say: Say) -> Teacher:
    """A teacher that has learnt to guess hidden words of the raw text."""
    torch.manual_seed(recipe.seed)
    sizes = TeacherSizes(len(ground.words.vocabulary), ground.words.vectors.shape[1], **recipe.section("teacher"))
    teacher = Teacher(sizes).to(ground.device)
    if not _known(teacher, work / "teacher.pt"):
        read_masked(teacher, ground.forms, ground.bank, Masking(**recipe.section("masking"), seed=recipe.seed), say)
        torch.save(teacher.state_dict(), work / "teacher.pt")
    return teacher


def tune(recipe: Recipe, ground: Ground, work: Path, say: Say, number: int) -> Net:
    """A teacher's network that has learnt from the labelled sentences; each `number` learns in its own order."""
    body = read_teacher(recipe, ground, work, say)
    torch.manual_seed(recipe.seed + number)
    net = Net(body, ground.tags).to(ground.device)
    kept = work / f"teacher-{number}.pt"
    if not _known(net, kept):
        settings = recipe.section("tuning")
        settings.pop("teachers", None)
        material = Material(ground.sentences, ground.tags, ground.forms, ground.device)
        net = learn(net, material, Plan(**settings, seed=recipe.seed + number), say)
        torch.save(net.state_dict(), kept)
    return net


def make_silver(recipe: Recipe, ground: Ground, work: Path, say: Say) -> Silver:
    """What the teachers, tuned one after another, make of the raw text."""
    count = recipe.section("tuning").get("teachers", 1)
    teachers = [tune(recipe, ground, work, say, number) for number in range(1, count + 1)]
    return silver(teachers, ground.bank, ground.forms, recipe.section("silver")["heads"])


def train_student(recipe: Recipe, ground: Ground, student: Student, silver: Silver | None, say: Say) -> Net:
    """The student's network, from labelled sentences and, where there is some, silver."""
    torch.manual_seed(recipe.seed)  # what was cached must not change what is drawn
    student.dropout(recipe.section("network").get("dropout", 0.4))
    net = Net(student, ground.tags).to(ground.device)
    material = Material(ground.sentences, ground.tags, ground.forms, ground.device)
    return learn(net, material, Plan(**recipe.section("learning"), seed=recipe.seed), say, silver)


def _known(module: nn.Module, kept: Path) -> bool:
    """Take the weights from a file of before; is there one?"""
    if not kept.is_file():
        return False
    device = next(module.parameters()).device
    module.load_state_dict(torch.load(kept, weights_only=True, map_location=device))
    return True
