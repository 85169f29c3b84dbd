"""People and offices as annotated sentences: `[P name]` is a PERSON, `[O office]` a POSITION, and there is no other."""

import re
from datetime import date
from pathlib import Path

import pytest

from khabar.document import MINISTERIAL, Document, Evidence
from khabar.knowledge.load import load_knowledge
from khabar.stages import dates, lookup, places
from khabar.stages.people import make

_MARK = re.compile(r"\[(?:[PMO] )|\]")
MINISTERS = [
    line.split("\t")
    for line in Path(__file__).with_name("ministers.txt").read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
]

SENTENCES = """
قالت [P سعاد المريني]، [O وزيرة التضامن والإدماج الاجتماعي والأسرة]، إن العمل جار.
أكد [O وزير الداخلية] [P كمال العروي] أن الأمر حسم.
أعلن [O وزير الاقتصاد والمالية وإصلاح الإدارة]، [P كمال العروي]، عن إجراءات.
وقال [P كمال العروي]، [O الوزير المنتدب لدى [O رئيس الحكومة] المكلف بالميزانية]، إن الدعم متواصل.
التقى [O وزير الخارجية الفلسطيني] [P سامر الخطيب] نظراءه.
استقبل [O الرئيس المصري] وفدا من الطلبة.
أشرف [O عامل إقليم الحوز] [P كريم الزياني] على الحفل.
حضر [O رئيس مجلس النواب]، [P رشيد الزياني]، الجلسة.
وقال [O الناطق الرسمي باسم الحكومة]، [P كريم الزياني]، إن المجلس اجتمع.
قدم [O سفير إسبانيا بالرباط] [P أنطونيو غارسيا] أوراقه.
قال الدكتور [P كريم الزياني] إن الوضع تحسن. وأضاف [P الزياني] أن العدد تراجع.
قال رئيس جمعية الأمل [P كريم الزياني] إن الحفل ناجح.
استقبل الملك [P محمد السادس] الوفد. وترأس [P محمد السادس] الجلسة.
قال [O مدير المستشفى] الدكتور [P كريم الزياني] إن الوضع تحسن.
قال [O محافظ البنك المركزي] الدكتور [P كريم الزياني] إن الوضع تحسن.
أعلن [O السفير الكويتي في العراق] [P علي المؤمن] عن زيارة. وأعلن [O وزير الصحة] [P سامي] اليوم عن أخرى.
قال [O مدير المركز] [P إبراهيم بن محمد الجار الله] إن الوضع تحسن. وأكد [P الجار الله] الأمر.
درس الطلبة في جامعة محمد الخامس بشارع الحسن الثاني.
صرح الوزير أن الرئيس سيحضر.
دعا [O وزير العدل] إلى احترام القانون.
توجه [O وزير الصحة] إلى جدة.
رافقه [O وزير الإدارة المحلية] [O القائم بأعمال وزارة الإعلام] في الزيارة.
أكد [P كريم الزياني]، [O مساعد [O وزير الداخلية] للإدارة العامة للمرور]، أن العمل جار.
عين [O نائبا أول ل[O رئيس الجمهورية] للشؤون الدولية] أمس.
حضر [O السفير الممثل الدائم للمملكة المغربية لدى الاتحاد الإفريقي]، [P كريم الزياني]، الحفل.
وقالت [O متحدثة باسم وزارة الخارجية] إن الأمر حسم.
أوضح [O مشرف شؤون المعلمين بالإدارة] الأستاذ [P كريم الزياني] أن الدورة انتهت.
دعا الدكتور [P كريم الزياني] [O مفتي مصر] الدول إلى التعاون.
وقال المهندس [P محمد حسن الشيخ] إن الأشغال انتهت.
ذكر الموقع الإسرائيلي "كريم سامر" أن العمل جار.
تحرت المحكمة رؤية هلال رمضان في شهر شعبان (29 شعبان).
قال الدكتور [P هلال رمضان] إن العمل جار. وأضاف [P رمضان] أن شهر رمضان موعده.
قال مراسل وكالة فرانس برس ذلك لفرانس برس ورويترز والأناضول.
قال المراسل إن جماعة الحوثي ومليشيات الحوثي تقدمت. وتصدوا لمليشيات الحوثي.
قال [O وزير الصحة] [P سعيد النابلي] إن العمل جار. وقال [P النابلي] إن المشروع النابلي متوقع.
أعلنت مجموعة الزياني للاستثمار ومصنع العروي عن الأمر.
حضر أفراد عائلة العروي. وحضرت عائلة [P كريم الزياني].
صرح رئيس جهاز الاستخبارات العسكرية أن الوضع مستقر.
قال الرئيس التنفيذي للخطوط الجوية القطرية إن الموسم جيد.
وقال [O رئيس فريق الحكومة المفاوض] [P كمال العروي] إن الأمر جيد.
قال [O مستشار [O وزير النقل] لشؤون الطيران] [P كمال العروي] إن الأمر جيد.
قالت [O رئيسة الوزراء البريطانية] [P تيريزا ماي] إن الاتفاق جيد. وأضافت [P ماي] أن 8 ماي موعده.
"""


@pytest.fixture(scope="module")
def stages():
    knowledge = load_knowledge()
    return [lookup.make({}, knowledge), dates.make({}, knowledge), places.make({}, knowledge), make({}, knowledge)]


def read(stages, text, day="2020-09-12", country="MA"):
    document = Document(text, published=date.fromisoformat(day) if day else None, country=country)
    for stage in stages:
        document = stage(document)
    return document


def sign_of(mention):
    """`P` for a person, `O` for an office."""
    return {"PERSON": "P", "POSITION": "O"}.get(mention.label)


def of_government(mention):
    """`M` for a head of government, minister or secretary of state, `P` for another person."""
    if mention.label == "PERSON":
        return "M" if mention.value.role in MINISTERIAL else "P"
    return None


def marked(document, sign_of=sign_of):
    """The text with its mentions marked as in SENTENCES."""
    marks = []
    for mention in document.mentions:
        if sign := sign_of(mention):
            marks += [(mention.start, 1, -mention.end, f"[{sign} "), (mention.end, 0, -mention.start, "]")]
    out, at = [], 0
    for where, _, _, mark in sorted(marks):
        out += [document.text[at:where], mark]
        at = where
    return "".join(out) + document.text[at:]


@pytest.mark.parametrize("sentence", SENTENCES.strip().split("\n"))
def test_people_and_offices_are_found_to_the_letter(stages, sentence):
    assert marked(read(stages, _MARK.sub("", sentence))) == sentence


@pytest.mark.parametrize(("country", "sentence"), MINISTERS)
def test_who_is_of_the_government(stages, country, sentence):
    """`ministers.txt`, where no date tells the tables anything."""
    document = Document(_MARK.sub("", sentence), country=country)
    for stage in stages:
        document = stage(document)
    assert marked(document, of_government) == sentence


ROLES = """
وزير الصحة كمال العروي	minister
رئيس الحكومة كمال العروي	head_of_government
كاتب الدولة للتكوين المهني كمال العروي	secretary_of_state
والي جهة الشرق كمال العروي	governor
رئيس جهة الشرق كمال العروي	region_president
رئيس المجلس الجماعي لورزازات كمال العروي	mayor
النائب البرلماني عن حزب الاستقلال كمال العروي	parliamentarian
سفير فرنسا بالرباط كمال العروي	ambassador
المدير العام للأمن الوطني كمال العروي	agency_head
الأمين العام لحزب الاستقلال كمال العروي	party
قائد القوات البحرية كمال العروي	security
الناطق الرسمي باسم الحكومة كمال العروي	other_official
رئيس جمعية الأمل كمال العروي	none
الرئيس الجزائري كمال العروي	head_of_state
الأمير كمال	royal
وزير الإسكان المكلف المهندس كمال العروي	minister
معالي الوزير، المهندس كمال العروي،	minister
المكلف بتسيير وزارة الثقافة كمال العروي	minister
وزيرها كمال العروي	minister
حاكم الشارقة كمال العروي	royal
القاضية سعاد العروي	other_official
المستشار بالديوان الملكي كمال العروي	other_official
رئيس المكتب السياسي لحماس، كمال العروي،	party
المنسق الوطني للتنسيقية كمال العروي	party
رئيس الجمعية المغربية للقراءة كمال العروي	none
مدير عام بالبنك الأزرق كمال العروي	none
مدير مركز الواحة للدراسات كمال العروي	none
حزب الواحة بزعامة كمال العروي	party
حزب الواحة برئاسة كمال العروي	party
الفريق الاستقلالي بمجلس النواب على لسان رئيسه، كمال العروي،	parliamentarian
كمال العروي من نداء تونس	party
رئيس المجلس الوطني لحزب الواحة كمال العروي	party
رئيس الاتحاد العام للشغالين كمال العروي	party
رئيس الاتحاد البحريني لكرة السلة كمال العروي	none
رئيس الفيدرالية الوطنية للسياحة كمال العروي	none
الكاتب الإقليمي لحزب الواحة كمال العروي	party
نقيب الأطباء كمال العروي	party
عضو مجلس جماعة سلا كمال العروي	other_official
القائم بأعمال سفارة فرنسا بالرباط كمال العروي	other_official
القنصل الفرنسي العام كمال العروي	other_official
وكيل محافظة الأحساء كمال العروي	other_official
المستشار لدى رئيس الحكومة كمال العروي	other_official
مدير ديوان وزير العدل كمال العروي	other_official
رئيس مجلس إدارة هيئة الاستثمار كمال العروي	agency_head
رئيس مجلس إدارة شركة الواحة كمال العروي	none
رئيس حكومة إقليم ماديرا كمال العروي	region_president
رئيس المنطقة الأمنية بسلا كمال العروي	security
محافظ مؤسسة النقد العربي «ساما» كمال العروي	agency_head
وزير الخارجية القطري السابق، الشيخ كمال العروي،	minister
نائب وزير الدفاع الجزائري وقائد أركان الجيش، كمال العروي،	minister
نائب وزير الخارجية الروسي كمال العروي	other_official
رئيس نقابة وكلاء بيع الخضر كمال العروي	party
الكاتب العام للجامعة العامة للصحة كمال العروي	party
آمر الحرس الوطني، كمال العروي،	security
قائد القوات البرية في الجيش الإيراني كمال العروي	security
العقيد في الاحتياط، كمال العروي،	security
المسؤول المحلي كمال العروي	other_official
عضو لجنة الطاقة البرلمانية كمال العروي	parliamentarian
رئيس اللجنة المالية النيابية كمال العروي	parliamentarian
القنصلة العامة سعاد العروي	other_official
نائب مجلس نواب الشعب كمال العروي	parliamentarian
نائب مجلس الأمة كمال العروي	parliamentarian
مدير إدارة التعليم في محافظة الأحساء كمال العروي	agency_head
الناطق باسم كتائب القسام كمال العروي	party
قائد أنصار الله، السيد كمال العروي،	party
وزير في حكومة كمال العروي	head_of_government
أمين منطقة الرياض كمال العروي	mayor
العضو المنتدب لمنطقة الشرق كمال العروي	none
أمير الرياض كمال العروي	governor
أمير الكويت كمال العروي	head_of_state
الناطق الرسمي باسم النهضة كمال العروي	party
مرشح الأصالة والمعاصرة كمال العروي	party
مدير شرطة الرياض رئيس اللجنة الأمنية اللواء كمال العروي	security
المدير العام للتعليم بمنطقة الرياض بالإنابة كمال العروي	agency_head
الرئيس العام للأرصاد وحماية البيئة كمال العروي	agency_head
المشرف العام على مستشفى الرياض كمال العروي	other_official
رئيس الوفد المفاوض كمال العروي	other_official
مدير إدارة المهرجان كمال العروي	none
رئيس اللجنة المنظمة للمهرجان الأمير كمال العروي	royal
"""


@pytest.mark.parametrize("line", ROLES.strip().split("\n"))
def test_the_office_beside_a_name_gives_the_role(stages, line):
    words, role = line.split("\t")
    (person,) = {id(m.value): m.value for m in read(stages, f"قال {words} إن الأمر جيد.").of("PERSON")}.values()
    assert person.role == role


GLUED = """
أعلن [O وزيرالصحة] [P كمال العروي] عن الأمر.
أكد[O وزير الدفاع الروسي]، [P كمال العروي]، ذلك.
كشف [O المفوض العام لوكالة "الأونروا"]، [P كمال العروي]، عن العدد.
عادت القوافل من وإلى إسبانيا.
"""


@pytest.mark.parametrize("sentence", GLUED.strip().split("\n"))
def test_glued_words_quotes_and_a_preposition_like_a_wali(stages, sentence):
    assert marked(read(stages, _MARK.sub("", sentence))) == sentence


LEADERS = """
ماكرون	2019-06-24	head_of_state	False
ماكرون	2015-06-24	minister	False
ماكرون	2013-06-24	none	False
بوتين	2010-06-24	head_of_government	False
لدونالد ترمب	2023-06-24	head_of_state	True
كلينتون	1999-06-24	head_of_state	False
كلينتون	2010-06-24	minister	False
غوتيريش	2020-06-24	other_official	False
جعجع	2020-06-24	party	False
"""


@pytest.mark.parametrize("line", LEADERS.strip().split("\n"))
def test_a_leader_named_without_office_has_the_role_of_the_day(stages, line):
    name, day, role, former = line.split("\t")
    people = [m.value for m in read(stages, f"وكان لقاء مع {name} في القمة.", day, "LB").of("PERSON")]
    assert [(p.role, p.former) for p in people] == [(role, former == "True")]


SPELLINGS = """
قال وزير العدل [1 كريم الشرقاوي] إن الأمر حسم. وأضاف السيد [1 كريم الشرقوي] أن العدد تراجع.
قال وزير العدل [1 جواد شرقاوي] إن الأمر حسم. وأضاف [1 الشرقاوي] أن العدد تراجع.
قال وزير العدل [1 حسن الشرقاوي] ذلك. وحضر الدكتور [2 حسين الشرقاوي] الحفل.
زيارة ل[1 لاخروف]. وقال الوزير [1 سيرجو لاخروف] ذلك.
"""


@pytest.mark.parametrize("sentence", SPELLINGS.strip().split("\n"))
def test_a_name_in_two_spellings_is_one_person_s(stages, sentence):
    mentions = sorted(read(stages, re.sub(r"\[\d |\]", "", sentence)).of("PERSON"), key=lambda m: m.start)
    people: dict[int, int] = {}
    found = [people.setdefault(id(m.value), len(people) + 1) for m in mentions]
    assert found == [int(n) for n in re.findall(r"\[(\d)", sentence)]


DATELESS = """
وكان لقاء مع جو بايدن في القمة يوم 3 ماي 2014.	other_official
وكان لقاء مع جو بايدن في القمة يوم 3 ماي 2022.	head_of_state
وكان لقاء مع هالة زواتي في الأردن.	minister
وكان لقاء مع هالة زواتي في الأردن يوم 3 ماي 2024.	none
وكان لقاء مع علي حيدر في دمشق.	minister
وكان لقاء مع علي حيدر في القمة.	none
وقال زعيم كوريا الشمالية كيم جونغ أون ذلك.	head_of_state
"""


@pytest.mark.parametrize("line", DATELESS.strip().split("\n"))
def test_without_a_date_the_text_tells_the_day_and_a_minister_s_country_is_spoken_of(stages, line):
    text, role = line.split("\t")
    assert [m.value.role for m in read(stages, text, None, "LB").of("PERSON")] == [role]


LISTS = """
ويتكون الوفد من ثلاثة نواب من الحزبين وهم: كريم العروي وسعاد الزياني ومراد الخطيب.	parliamentarian
من بين الوزراء الذين سيحضرون الحفل: كريم العروي، سعاد الزياني ومراد الخطيب.	minister
قال كريم العروي ومراد الخطيب، القاضيان بالمحكمة الابتدائية بالرباط، إن الملف معقد.	other_official
ومن ضيوف الحفل: كريم العروي، سعاد الزياني ومراد الخطيب.	none
"""


@pytest.mark.parametrize("line", LISTS.strip().split("\n"))
def test_a_plural_before_or_after_a_list_gives_all_of_it_the_role(stages, line):
    text, role = line.split("\t")
    assert {m.value.role for m in read(stages, text).of("PERSON")} == {role}


def test_an_adviser_s_patron_has_the_inner_office_where_he_is_known_for_it(stages):
    document = read(stages, "قال كريم العروي، مستشار الرئيس الروسي فلاديمير بوتين، ذلك.", "2023-07-27")
    assert [(m.value.name, m.value.role) for m in document.of("PERSON")] == [
        ("كريم العروي", "other_official"),
        ("فلاديمير بوتين", "head_of_state"),
    ]


def test_a_list_shares_an_office_in_the_dual(stages):
    document = read(stages, "حضر مستشارا الملك كمال العروي ورشيد الزياني الحفل.")
    assert [m.value.role for m in document.of("PERSON")] == ["other_official", "other_official"]


def test_the_office_after_a_family_name_is_another_persons(stages):
    document = read(stages, "طالب النائب البرلماني كمال العروي بالتحقيق. واتهم العروي وزير العدل بالتقصير.")
    assert {m.value.role for m in document.of("PERSON")} == {"parliamentarian"}


def test_who_stands_between_commas_after_an_office_leaves_the_next_one_to_its_own_holder(stages):
    document = read(stages, "ساءل البرلماني عن حزب الواحة، كمال العروي، وزير العدل، رشيد الزياني، عن الأمر.")
    assert [(m.value.name, m.value.role) for m in document.of("PERSON")] == [
        ("كمال العروي", "parliamentarian"),
        ("رشيد الزياني", "minister"),
    ]


def test_a_quotation_after_a_speaker_opens_with_another_s_office(stages):
    document = read(stages, 'قال كمال العروي عضو المكتب السياسي للحركة ذلك. وقال العروي "الرئيس المصري مهتم بالأمر".')
    assert {m.value.role for m in document.of("PERSON")} == {"party"}


def test_an_office_that_reaches_a_name_is_not_cut_short_by_the_model(stages):
    *before, people = stages
    document = Document("قال رئيس فريق الحكومة المفاوض كمال العروي ذلك.", country="XX")
    for stage in before:
        document = stage(document)
    start = document.text.index("رئيس")
    document.evidence.append(Evidence("POSITION", start, document.text.index(" المفاوض"), 0.9))
    assert marked(people(document)) == "قال [O رئيس فريق الحكومة المفاوض] [P كمال العروي] ذلك."


def test_a_prince_after_a_president_is_not_him(stages):
    (person,) = (m.value for m in read(stages, "هنأ الرئيس التونسي الأمير خالد العروي.").of("PERSON"))
    assert person.role == "royal"


@pytest.mark.parametrize("address", ["معاليه", "معاليكم", "فضيلته", "سماحته", "فخامته", "معالي"])
def test_a_form_of_address_is_no_name(stages, address):
    document = read(stages, f"وأوضح {address} أن الأمر تم. وأضاف {address}: إن الهيئة تستقبل البلاغات.", country="SA")
    assert not list(document.of("PERSON"))


@pytest.mark.parametrize("dot", [".", " .", " . ", ". "])
def test_a_doctor_is_written_with_a_dot_anywhere(stages, dot):
    (person,) = (m.value for m in read(stages, f"قال وزير الصحة د{dot}كمال العروي إن الحملة مستمرة.").of("PERSON"))
    assert (person.name, person.role) == ("كمال العروي", "minister")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("قالت المستشارة أنجيلا ميركل إن ألمانيا ستساعد.", "head_of_government"),
        ("قال المستشار كمال العروي إن الوزارة ستساعد.", "other_official"),
    ],
)
def test_a_chancellor_is_no_adviser(stages, text, role):
    (person,) = (m.value for m in read(stages, text).of("PERSON"))
    assert person.role == role


def test_a_headline_before_the_full_name_joins_it(stages):
    document = read(stages, "العروي يفتتح المعرض\nافتتح وزير الثقافة كمال العروي المعرض.", country="XX")
    assert [m.value.name for m in document.of("PERSON")] == ["كمال العروي", "كمال العروي"]
    assert len({id(m.value) for m in document.of("PERSON")}) == 1


def test_full_names_part_two_names_in_a_row_and_a_proclitic(stages):
    text = "قال وزير الدفاع كمال غالانت إنه باق. وانتقد بنيامين الزياني القرار. ورد مكتب الزياني على هجوم لغالانت."
    names = [m.value.name for m in read(stages, text, country="XX").of("PERSON")]
    assert names == ["كمال غالانت", "بنيامين الزياني", "بنيامين الزياني", "كمال غالانت"]


def test_a_middle_name_is_a_short_form(stages):
    document = read(
        stages, "قالت وزيرة الصحة سميرة الزياني العروي إن الوضع جيد. وأضافت الزياني أن العدد تراجع.", country="XX"
    )
    assert {m.value.role for m in document.of("PERSON")} == {"minister"}


def test_a_father_is_not_his_son(stages):
    document = read(stages, "استقبل الأمير محمد بن سلمان بن زايد الوفد. وحضر الأمير سلمان بن زايد الحفل.", country="XX")
    assert len({id(m.value) for m in document.of("PERSON")}) == 2


def test_a_former_minister_is_marked(stages):
    (person,) = (m.value for m in read(stages, "قال وزير العدل السابق كمال العروي إن القانون واضح.").of("PERSON"))
    assert (person.role, person.former) == ("minister", True)


def test_two_people_joined_by_and_do_not_share_an_office(stages):
    document = read(stages, "التقى وزير العدل كمال العروي ومحمد الزياني أمس.")
    assert [(m.value.name, m.value.role) for m in document.of("PERSON")] == [
        ("كمال العروي", "minister"),
        ("محمد الزياني", "none"),
    ]


def test_offsets_are_the_mention(stages):
    document = read(stages, "قالت  عواطف   حيـّار، وَزيرة التضامن، إن ...")
    for mention in document.of("PERSON") + document.of("POSITION"):
        assert document.text[mention.start : mention.end].strip() == document.text[mention.start : mention.end]
    assert document.text[document.of("PERSON")[0].start :].startswith("عواطف")


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "ا", "وزير", "رئيس", "السيد", "و", "،،،", "123", "وزير\nالداخلية", "محمد و"]
)
def test_scraps_are_no_fault(stages, text):
    read(stages, text)
