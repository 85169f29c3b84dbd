// The side card: the record, and for each value why: which mentions, found by which rule or table row, how surely.

const LABEL_OF = {
  ministers: "PERSON", officials: "PERSON", regions: "PLACE", places: "PLACE", dates: "DATE", programs: "PROGRAM", relations: "relation",
};
const SECTIONS = ["ministers", "officials", "regions", "places", "dates", "programs", "relations"];
const SHOWN_APART = new Set(["mentions", "confidence", "inferred", "name", "value", "subject", "object"]);

/** Draw the record's card; `pick(id)` shows a mention in the text. */
function drawCard(box, record, mentions, pick) {
  const byId = new Map(mentions.map((m) => [m.id, m]));
  const sections = SECTIONS.filter((field) => record[field].length).map((field) =>
    h("section", { class: `field ${LABEL_OF[field]}`, "data-field": field },
      h("h3", {}, t("fields", field), h("span", { class: "number" }, String(record[field].length))),
      h("ul", {}, record[field].map((entry) => h("li", {}, entryElement(field, entry, byId, pick))))));
  box.replaceChildren(
    factsElement(record),
    ...(sections.length ? sections : [h("p", { class: "hint" }, t("empty"))]),
    ...[organisations(mentions, pick), warnings(record), removals(record), provenance(record)].filter(Boolean),
  );
}

function factsElement(record) {
  const facts = [
    ["published", record.published], ["country", record.country], ["languageOf", record.language],
    ["source", record.source && (record.line ? `${record.source}:${record.line}` : record.source)], ["id", record.id],
  ].filter(([, value]) => value);
  return h("dl", { class: "facts" },
    facts.map(([key, value]) => [h("dt", {}, t(key)), h("dd", {}, h("bdi", {}, plain(value)))]).flat(),
    record.url && [h("dt", {}, t("url")), h("dd", {}, linkElement(record.url))]);
}

/** A link where the address is one of the web; its text otherwise. */
function linkElement(url) {
  const safe = /^https?:\/\//i.test(url);
  return safe ? h("a", { href: url, rel: "noopener noreferrer nofollow", target: "_blank", dir: "ltr" }, plain(url)) : h("bdi", {}, plain(url));
}

function entryElement(field, entry, byId, pick) {
  const found = entry.mentions.map((id) => byId.get(id)).filter(Boolean);
  const head = field === "relations" ? relationHead(entry, byId) : [h("bdi", { class: "name" }, plain(entry.name || entry.canonical || entry.value || found[0]?.text || "?"))];
  const details = Object.entries(entry).filter(([key, value]) =>
    !SHOWN_APART.has(key) && value !== null && value !== false && !(field === "relations") && !(key === "canonical" && value === entry.name) && !(key === "canonical" && !entry.name));
  return h("details", { class: "entry" },
    h("summary", {}, head, entry.inferred && h("span", { class: "tag inferred" }, t("inferred")), entry.former && h("span", { class: "tag" }, t("former")),
      h("span", { class: "sub" }, subline(field, entry).flatMap((text, n) => [n > 0 && h("span", {}, "·"), h("bdi", {}, text)]))),
    h("dl", { class: "facts" }, details.map(([key, value]) => [h("dt", {}, key === "anchor" ? t("anchor") : t("attribute", key)), h("dd", {}, h("bdi", {}, shownValue(key, value)))]).flat()),
    h("h4", {}, t("why")),
    h("ul", { class: "why" }, found.map((m) => h("li", {}, whyElement(m, pick)))));
}

function relationHead(entry, byId) {
  const side = (id) => h("bdi", { class: "name" }, plain(byId.get(id)?.text ?? id));
  return [side(entry.subject), h("span", { class: "verb" }, ` ${t("values", entry.type)} `), side(entry.object)];
}

function subline(field, entry) {
  const parts = {
    ministers: [entry.position, t("values", entry.role)],
    officials: [entry.position, t("values", entry.role)],
    regions: [t("values", entry.level), entry.code],
    places: [t("values", entry.level), entry.country],
    dates: [t("values", entry.type), entry.mod && t("values", entry.mod)],
    programs: [t("values", entry.kind), entry.from && `${entry.from}–${entry.to ?? ""}`, entry.owner],
    relations: [],
  }[field];
  return parts.filter(Boolean).map(plain);
}

function shownValue(key, value) {
  if (key === "anchor") return t("anchors", value);
  if (["role", "level", "kind", "type", "mod", "calendar"].includes(key)) return t("values", value);
  return plain(value);
}

function whyElement(m, pick) {
  return h("button", { class: "why-mention", onclick: () => pick(m.id) },
    h("bdi", { class: `tag ${m.label}` }, plain(m.text)),
    h("span", { class: "rule" }, h("code", { dir: "ltr" }, plain(m.by)), m.entity && h("code", { dir: "ltr" }, plain(m.entity)), confidenceElement(m.confidence)));
}

function confidenceElement(confidence) {
  const bar = h("span", { class: "confidence", role: "img", "aria-label": `${t("confidence")} ${confidence}` }, h("i", {}));
  bar.firstChild.style.inlineSize = `${Math.round(confidence * 100)}%`;
  return h("span", { class: "sure", title: t("confidence") }, bar, h("span", { class: "number" }, confidence.toFixed(2)));
}

function organisations(mentions, pick) {
  const names = new Map();
  for (const m of mentions) if (m.label === "ORG") names.set(m.name, [...(names.get(m.name) || []), m]);
  if (!names.size) return null;
  return h("section", { class: "field ORG", "data-field": "organisations" },
    h("h3", {}, t("label_", "ORG"), h("span", { class: "number" }, String(names.size))),
    h("ul", {}, [...names].map(([name, found]) => h("li", {}, h("details", { class: "entry" },
      h("summary", {}, h("bdi", { class: "name" }, plain(name))), h("ul", { class: "why" }, found.map((m) => h("li", {}, whyElement(m, pick)))))))));
}

function warnings(record) {
  if (!record.warnings.length) return null;
  return h("section", { class: "field warned" }, h("h3", {}, t("warnings")), h("ul", {}, record.warnings.map((w) => h("li", {}, h("bdi", {}, plain(w))))));
}

function removals(record) {
  if (!record.removed.length) return null;
  return h("section", { class: "field", "data-field": "removed" },
    h("h3", {}, t("fields", "removed"), h("span", { class: "number" }, String(record.removed.length))),
    h("ul", {}, record.removed.map((r) => h("li", { class: "removal" }, h("bdi", { class: "quote" }, plain(r.text.trim())),
      h("span", { class: "rule" }, t("values", r.kind), h("code", { dir: "ltr" }, plain(r.rule)))))));
}

function provenance(record) {
  const made = record.provenance;
  return h("details", { class: "made" }, h("summary", {}, t("provenance")),
    h("dl", { class: "facts" }, ["version", "config", "knowledge", "model"].map((key) => [h("dt", {}, t(key)), h("dd", {}, h("code", { dir: "ltr" }, plain(made[key] ?? "–")))]).flat()));
}

/** The card of one mention: what it stands for and why. */
function drawMention(box, m, close) {
  const own = new Set(["id", "label", "text", "start", "end", "source_start", "source_end", "confidence", "by", "entity"]);
  box.hidden = false;
  box.className = `mention-card ${m.label}`;
  box.replaceChildren(
    h("div", { class: "mention-head" }, h("span", { class: `tag ${m.label}` }, t("label_", m.label)), h("button", { class: "quiet close", "aria-label": t("close"), onclick: close }, "×")),
    h("p", { class: "quote" }, h("bdi", {}, plain(m.text))),
    h("dl", { class: "facts" },
      Object.entries(m).filter(([key, value]) => !own.has(key) && value !== null && value !== false)
        .map(([key, value]) => [h("dt", {}, t("attribute", key)), h("dd", {}, h("bdi", {}, shownValue(key, value)))]).flat(),
      h("dt", {}, t("by")), h("dd", {}, h("code", { dir: "ltr" }, m.by === "hand" ? t("manual") : plain(m.by))),
      m.entity && [h("dt", {}, t("entity")), h("dd", {}, h("code", { dir: "ltr" }, plain(m.entity)))],
      h("dt", {}, t("confidence")), h("dd", {}, confidenceElement(m.confidence)),
      h("dt", {}, t("offsets")), h("dd", {}, h("span", { dir: "ltr" }, `${m.start}–${m.end}`), ` (${t("inSource")} `, h("span", { dir: "ltr" }, `${m.source_start}–${m.source_end}`), ")")),
  );
}
