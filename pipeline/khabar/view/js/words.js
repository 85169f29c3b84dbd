// What the page says, in Arabic and in English.
const WORDS = {
  skip: ["إلى النص", "Skip to the text"],
  tools: ["أدوات", "Tools"],
  compose: ["نص جديد", "New text"],
  removed: ["ما حُذف", "Boilerplate"],
  correct: ["تصحيح", "Correct"],
  download: ["تنزيل التصحيحات", "Download corrections"],
  theme: ["فاتح أو داكن", "Light or dark"],
  language: ["English", "العربية"],
  help: ["مفاتيح", "Keys"],
  documents: ["الوثائق", "Documents"],
  search: ["بحث في النصوص والأسماء", "Search texts and names"],
  searchHint: ["بحث… ( / )", "Search… ( / )"],
  back: ["→ القائمة", "← List"],
  labels: ["أصناف الإشارات", "Kinds of mention"],
  record: ["السجل", "Record"],
  of: ["من", "of"],
  none: ["لا شيء", "Nothing"],
  noMatch: ["لا وثيقة تطابق البحث", "No document matches"],
  clear: ["مسح المرشحات", "Clear filters"],
  remove: ["إزالة", "Remove"],
  filter: ["تصفية القيم", "Filter values"],
  more: ["وأخرى", "and more"],
  from: ["من", "from"],
  to: ["إلى", "to"],
  published: ["تاريخ النشر", "Published"],
  mentioned: ["تاريخ مذكور", "Mentioned date"],
  apply: ["تطبيق", "Apply"],
  why: ["لماذا؟", "Why?"],
  by: ["القاعدة", "Rule"],
  confidence: ["الثقة", "Confidence"],
  entity: ["الكيان", "Entity"],
  offsets: ["الموضع", "Offsets"],
  inSource: ["في المصدر", "in the source"],
  inferred: ["مستنتج من قاعدة المعارف", "inferred from the knowledge base"],
  former: ["سابق", "former"],
  anchor: ["حُسب انطلاقا من", "Resolved against"],
  anchors: { published: ["تاريخ النشر", "publication date"], text: ["النص نفسه", "the text"], none: ["لا شيء", "nothing"] },
  noDate: ["بلا تاريخ", "undated"],
  titleOf: ["العنوان", "Title"],
  noTitle: ["بلا عنوان", "Untitled"],
  empty: ["لم يُعثر على شيء", "Nothing was found"],
  pick: ["اختر وثيقة من القائمة", "Pick a document from the list"],
  noRecords: ["لا توجد سجلات بعد", "No records yet"],
  close: ["إغلاق", "Close"],
  cancel: ["إلغاء", "Cancel"],
  extract: ["استخراج", "Extract"],
  extracting: ["جار الاستخراج…", "Extracting…"],
  pasteHere: ["ألصق نص الخبر هنا", "Paste the article here"],
  key: ["مفتاح الخدمة", "API key"],
  failed: ["تعذر الاستخراج", "Extraction failed"],
  addMention: ["إضافة إشارة", "Add a mention"],
  words: ["كلمات من النص", "Words of the text"],
  label: ["الصنف", "Label"],
  add: ["إضافة", "Add"],
  delete: ["حذف", "Delete"],
  undo: ["تراجع", "Undo"],
  save: ["حفظ", "Save"],
  saved: ["حُفظ التصحيح", "Correction kept"],
  deleted: ["حُذفت الإشارة", "Mention deleted"],
  added: ["أُضيفت الإشارة", "Mention added"],
  undone: ["أُلغي آخر تصحيح", "Last correction undone"],
  notFound: ["هذه الكلمات ليست في النص، أو أُشير إليها من قبل", "Those words are not in the text, or are marked already"],
  corrected: ["مصحَّح", "corrected"],
  selectHint: ["حدّد كلمات في النص لإضافتها، أو اختر إشارة لتعديلها.", "Select words of the text to add them, or pick a mention to edit it."],
  crosses: ["التحديد يتجاوز مقطعا محذوفا", "The selection crosses removed text"],
  manual: ["تصحيح يدوي", "corrected by hand"],
  removedBy: ["حذفته القاعدة", "removed by rule"],
  unsaved: ["لم تُنزَّل التصحيحات بعد", "Corrections are not downloaded yet"],
  warnings: ["تنبيهات", "Warnings"],
  withWarnings: ["فيها تنبيهات", "With warnings"],
  provenance: ["المنشأ", "Made by"],
  version: ["الإصدار", "version"], config: ["الإعدادات", "settings"], knowledge: ["المعارف", "knowledge"], model: ["النموذج", "model"],
  source: ["المصدر", "Source"], url: ["الرابط", "Link"], country: ["البلد", "Country"], id: ["المعرّف", "Id"],
  languageOf: ["اللغة", "Language"],
  fields: {
    ministers: ["وزراء", "Ministers"], officials: ["مسؤولون", "Officials"], regions: ["جهات وأقاليم", "Regions"],
    places: ["أماكن", "Places"], dates: ["تواريخ", "Dates"], programs: ["برامج", "Programmes"],
    relations: ["علاقات", "Relations"], removed: ["ما حُذف", "Boilerplate"],
  },
  label_: {
    PERSON: ["شخص", "Person"], POSITION: ["منصب", "Office"], PLACE: ["مكان", "Place"],
    DATE: ["تاريخ", "Date"], PROGRAM: ["برنامج", "Programme"], ORG: ["هيئة", "Organisation"],
  },
  attribute: {
    name: ["الاسم", "Name"], role: ["الصفة", "Role"], position: ["المنصب", "Office"], holder: ["صاحبه", "Holder"],
    level: ["المستوى", "Level"], country: ["البلد", "Country"], code: ["الرمز", "Code"], type: ["النوع", "Type"],
    value: ["القيمة", "Value"], mod: ["الطرف", "Part"], calendar: ["التقويم", "Calendar"], kind: ["النوع", "Kind"],
    from: ["من سنة", "From"], to: ["إلى سنة", "To"], owner: ["الجهة المسؤولة", "Owner"], former: ["سابق", "Former"],
    portfolio: ["الحقيبة", "Portfolio"], government: ["الحكومة", "Government"], canonical: ["الاسم المعتمد", "Canonical name"],
    parent: ["ضمن", "Lies in"], entity: ["الكيان", "Entity"], start: ["أول يوم", "First day"], end: ["آخر يوم", "Last day"],
  },
  values: {
    head_of_state: ["رئيس دولة", "head of state"], royal: ["أمير", "royal"], head_of_government: ["رئيس حكومة", "head of government"],
    minister: ["وزير", "minister"], secretary_of_state: ["كاتب دولة", "secretary of state"], governor: ["وال أو عامل", "governor"],
    region_president: ["رئيس جهة", "region president"], mayor: ["رئيس جماعة", "mayor"], parliamentarian: ["برلماني", "parliamentarian"],
    ambassador: ["سفير", "ambassador"], agency_head: ["رئيس مؤسسة", "agency head"], party: ["حزب أو نقابة", "party"],
    security: ["أمن وجيش", "security"], other_official: ["مسؤول آخر", "other official"], none: ["بلا صفة عمومية", "none"],
    country: ["بلد", "country"], region: ["جهة", "region"], province: ["إقليم", "province"], locality: ["مدينة أو قرية", "locality"], other: ["غير ذلك", "other"],
    date: ["تاريخ", "date"], time: ["وقت", "time"], interval: ["فترة", "interval"], duration: ["مدة", "duration"], set: ["تكرار", "set"],
    start: ["البداية", "start"], mid: ["المنتصف", "mid"], end: ["النهاية", "end"],
    gregorian: ["ميلادي", "Gregorian"], hijri: ["هجري", "Hijri"], hijri_morocco: ["هجري (المغرب)", "Hijri (Morocco)"],
    strategy: ["استراتيجية", "strategy"], plan: ["مخطط", "plan"], programme: ["برنامج", "programme"], initiative: ["مبادرة", "initiative"],
    project: ["مشروع", "project"], vision: ["رؤية", "vision"], model: ["نموذج", "model"], reform: ["إصلاح", "reform"],
    fund: ["صندوق", "fund"], campaign: ["حملة", "campaign"], charter: ["ميثاق", "charter"],
    ad: ["إشهار", "advertisement"], nav: ["قوائم الموقع", "navigation"], related: ["مواد أخرى", "related"],
    share: ["مشاركة", "sharing"], meta: ["توقيع وتاريخ", "byline"], legal: ["حقوق", "legal"],
    holds: ["يتولى", "holds"], heads: ["يرأس", "heads"], located_in: ["يقع في", "located in"], runs: ["يشرف على", "runs"],
    period: ["مدته", "period"], attends: ["يحضر", "attends"], chairs: ["يترأس", "chairs"], announces: ["يعلن", "announces"],
  },
  keys: [
    ["/", ["بحث", "Search"]],
    ["J K", ["الوثيقة التالية والسابقة", "Next and previous document"]],
    ["N P", ["الإشارة التالية والسابقة", "Next and previous mention"]],
    ["Enter", ["تفاصيل الإشارة", "Details of the mention"]],
    ["B", ["إظهار ما حُذف", "Show boilerplate"]],
    ["E", ["تصحيح", "Correct"]],
    ["1 – 6", ["صنف الكلمات المحددة", "Label the selected words"]],
    ["Delete", ["حذف الإشارة عند التصحيح", "Delete the mention while correcting"]],
    ["Ctrl Z", ["تراجع", "Undo"]],
    ["Esc", ["إغلاق", "Close"]],
    ["?", ["هذه القائمة", "This list"]],
  ],
};
let tongue = 0; // 0 Arabic, 1 English

/** The words of a key, as in t("why") or t("values", "minister"); an unknown value is shown as it is. */
function t(key, value) {
  const entry = value === undefined ? WORDS[key] : WORDS[key][value];
  return entry ? entry[tongue] : value === undefined ? key : String(value);
}

/** Say everything in the page's markup again. */
function translate() {
  document.documentElement.lang = tongue ? "en" : "ar";
  document.documentElement.dir = tongue ? "ltr" : "rtl";
  for (const el of document.querySelectorAll("[data-t]")) el.textContent = t(el.dataset.t);
  for (const el of document.querySelectorAll("[data-t-label]")) {
    el.setAttribute("aria-label", t(el.dataset.tLabel));
    if (el.tagName === "BUTTON") el.title = t(el.dataset.tLabel);
  }
  for (const el of document.querySelectorAll("[data-t-hint]")) el.placeholder = t(el.dataset.tHint);
  const language = document.getElementById("language");
  language.lang = tongue ? "ar" : "en";
}
