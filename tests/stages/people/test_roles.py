"""Roles by context: what the text speaks of decides where no sure office does, and nowhere else."""

import pytest

from khabar.document import Document, Role
from khabar.knowledge.load import load_knowledge
from khabar.stages import lookup, places
from khabar.stages.people import make
from khabar.stages.people.roles import ENOUGH, SURE, _weights, likely

PARTY = (
    "يستعد الحزب لعقد مؤتمره الوطني وسط خلاف بين تيارات المعارضة داخل الحزب وقيادة الأغلبية. "
    "ووسط المناضلين يرى كثيرون أن كمال العروي هو الأقرب. وقال العروي إن لائحة الأمانة العامة للحزب لم تحسم بعد."
)
FILM = (
    "عرض المهرجان فيلما جديدا من إخراج كمال العروي، وهو فيلم يحكي قصة شاعر. "
    "وقال العروي إن السينما فن جميل، وإن الجمهور أحب الفيلم والموسيقى والقصيدة."
)
MINISTER = "قال وزير الثقافة كمال العروي إن الحزب والمناضلين والمؤتمر والأمانة العامة للحزب شأن حزبي."


@pytest.fixture(scope="module")
def stages():
    knowledge = load_knowledge()
    return [lookup.make({}, knowledge), places.make({}, knowledge)], knowledge


def role_in(stages, text, **settings):
    before, knowledge = stages
    document = Document(text, country="XX")
    for stage in [*before, make(settings, knowledge)]:
        document = stage(document)
    people = {id(m.value): (m.value.role, m.confidence) for m in document.of("PERSON")}
    return next(iter(people.values()))


def test_who_is_named_among_a_partys_people_is_of_the_party(stages):
    role, sure = role_in(stages, PARTY)
    assert role == "party"
    assert ENOUGH <= sure <= 1


def test_without_it_the_rules_stand_alone(stages):
    assert role_in(stages, PARTY, roles_by_context=False) == ("none", 1.0)


def test_an_artist_has_no_public_role(stages):
    assert role_in(stages, FILM)[0] == "none"


def test_a_sure_office_is_not_asked_about(stages):
    assert role_in(stages, MINISTER)[0] == "minister"


def test_likelihoods_are_a_distribution_over_known_roles():
    chances = likely(_weights(), {"silent": 1.0, "near party": 1.0, "unheard of": 1.0})
    assert sum(chances.values()) == pytest.approx(1)
    assert set(chances) <= set(Role.__args__)
    assert chances["party"] > likely(_weights(), {"silent": 1.0})["party"]


def test_the_weights_ask_about_no_sure_office():
    rules = [f.removeprefix("rule=office>") for f in _weights().rows if f.startswith("rule=office>")]
    assert not SURE & set(rules)
