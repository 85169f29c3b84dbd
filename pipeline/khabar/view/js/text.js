// Text as code points (the unit of every offset in a record), and as DOM. Text is untrusted: it only ever becomes
// text nodes, and characters that reorder or hide their neighbours are shown by name.

/** An element with attributes, listeners (onclick) and children; strings become text nodes. */
function h(tag, props = {}, ...children) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) el.addEventListener(key.slice(2), value);
    else if (key === "value") el.value = value;
    else el.setAttribute(key, value === true ? "" : value);
  }
  el.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return el;
}

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
const CONTROL_NAMES = {
  0x200e: "LRM", 0x200f: "RLM", 0x61c: "ALM", 0x200b: "ZWSP", 0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF", 0x202d: "LRO",
  0x202e: "RLO", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0xfeff: "BOM",
};

// Marks that cannot reorder text, common in news: shown as a tick in the article, left out of labels.
const MINOR = new Set(["\u200e", "\u200f", "\u061c", "\u200b", "\ufeff"]);

/** Controls by name, for labels and lists: "a\u202eb" is "a⟨RLO⟩b". */
function plain(text) {
  return String(text).replace(new RegExp(CONTROLS, "gu"), (c) => (MINOR.has(c) ? "" : `⟨${controlName(c)}⟩`));
}

function controlName(character) {
  const code = character.codePointAt(0);
  return CONTROL_NAMES[code] || `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

const FOLDS = new Map(Object.entries({
  أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ى: "ي", ی: "ي", ئ: "ي", ؤ: "و", ة: "ه", ک: "ك", ڭ: "ك", گ: "ك", ڨ: "ق", ڤ: "ف", پ: "ب", چ: "ج",
  "\u00a0": " ", "\n": " ", "\t": " ", "–": "-", "—": "-",
}));
const DROPPED = /[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/u;

/** Fold spelling for search: hamza seats, ta marbuta, diacritics, digits, case. `map[i]` is the code point of `text[i]`. */
function fold(points) {
  const out = [];
  const map = [];
  for (let i = 0; i < points.length; i++) {
    const c = points[i];
    if (DROPPED.test(c) || CONTROLS.test(c)) continue;
    const code = c.codePointAt(0);
    let to = FOLDS.get(c);
    if (to === undefined) to = code >= 0x660 && code <= 0x669 ? String(code - 0x660) : code < 0x250 ? c.toLowerCase() : c;
    if (to === " " && out[out.length - 1] === " ") continue;
    for (const unit of to) {
      out.push(unit);
      map.push(i);
    }
  }
  return { text: out.join(""), map };
}

/** The same for a whole text at once, without the map: what the search index holds. */
function foldText(text) {
  return text
    .replace(/[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u206f\u061c\ufeff]/g, "")
    .replace(/[أإآٱىیئؤةکڭگڨڤپچ\u00a0\n\t–—]/g, (c) => FOLDS.get(c))
    .replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 0x660)
    .toLowerCase()
    .replace(/ +/g, " ");
}

/** Where a folded query stands in folded text, as code point stretches of the original. */
function occurrences(folded, query) {
  const found = [];
  // Positions in folded.text are UTF-16 units, as the map's are unless a character lies beyond the basic plane.
  const units = [];
  let n = 0;
  for (const c of folded.text) {
    for (let k = 0; k < c.length; k++) units.push(n);
    n += 1;
  }
  for (let at = folded.text.indexOf(query); at >= 0 && found.length < 500; at = folded.text.indexOf(query, at + query.length)) {
    found.push([folded.map[units[at]], folded.map[units[at + query.length - 1]] + 1]);
  }
  return found;
}

/** Removed stretches as (place in the body, text, kind, rule), from source offsets. */
function placedRemovals(record) {
  let at = 0;
  let taken = 0;
  return record.removed.map((r) => {
    const fresh = Math.max(r.start, at);
    const text = Array.from(r.text).slice(fresh - r.start).join("");
    const place = fresh - taken;
    taken += Math.max(0, r.end - fresh);
    at = Math.max(at, r.end);
    return { place, text, kind: r.kind, rule: r.rule };
  });
}

/** The source text again, as code points: the body with the removed stretches put back. */
function sourcePoints(record) {
  const body = Array.from(record.text);
  const out = [];
  let at = 0;
  for (const r of placedRemovals(record)) {
    for (; at < r.place; at++) out.push(body[at]);
    out.push(...Array.from(r.text));
  }
  for (; at < body.length; at++) out.push(body[at]);
  return out;
}

/** A function from body offsets of a stretch to source offsets; null where removed text lies between. */
function toSource(record) {
  const removals = placedRemovals(record).map((r) => ({ place: r.place, length: Array.from(r.text).length }));
  return (start, end) => {
    let shift = 0;
    for (const r of removals) {
      if (r.place > start && r.place < end && r.length) return null;
      if (r.place <= start) shift += r.length;
    }
    return [start + shift, end + shift];
  };
}

/** Text and marks as DOM. `chunks` says which code points each text node holds, for selections and search. */
function renderText(points, mentions, removals, mark) {
  const root = h("div", { class: "text" });
  const chunks = [];
  const open = [];
  const order = [...mentions].sort((a, b) => a.start - b.start || b.end - a.end);
  const edges = [...new Set([0, points.length, ...order.flatMap((m) => [m.start, m.end]), ...removals.map((r) => r.place)])]
    .filter((p) => p >= 0 && p <= points.length)
    .sort((a, b) => a - b);
  const top = () => (open.length ? open[open.length - 1].el : root);
  const enter = (m, again) => {
    const el = mark(m, open.length, again);
    top().append(el);
    open.push({ m, el });
  };
  for (let e = 0; e < edges.length; e++) {
    const here = edges[e];
    const ended = open.findIndex((o) => o.m.end <= here);
    if (ended >= 0) {
      const crossing = open.splice(ended).filter((o) => o.m.end > here);
      for (const o of crossing) enter(o.m, true); // marks that cross are shown in pieces
    }
    for (const r of removals) if (r.place === here) top().append(removedElement(r));
    for (const m of order) if (m.start === here && m.end > here) enter(m, false);
    if (e + 1 < edges.length) appendPoints(top(), points, here, edges[e + 1], chunks);
  }
  return { root, chunks };
}

function removedElement(r) {
  const el = h("del", { class: "removed", "data-kind": r.kind, title: `${t("values", r.kind)} · ${plain(r.rule)}` });
  appendPoints(el, Array.from(r.text), 0, Array.from(r.text).length, []);
  return el;
}

/** Append code points [start, end): lines apart, controls by name, the rest as text nodes. */
function appendPoints(parent, points, start, end, chunks) {
  let from = start;
  const flush = (to) => {
    if (to > from) {
      const node = document.createTextNode(points.slice(from, to).join(""));
      parent.append(node);
      chunks.push({ node, start: from, end: to });
    }
  };
  for (let i = start; i < end; i++) {
    if (points[i] === "\n") {
      flush(i);
      while (i + 1 < end && /\s/u.test(points[i + 1])) i++;
      if (parent.childNodes.length) parent.append(h("span", { class: "line" }));
      from = i + 1;
    } else if (CONTROLS.test(points[i])) {
      flush(i);
      parent.append(h("span", { class: MINOR.has(points[i]) ? "control minor" : "control", "data-name": controlName(points[i]), title: controlName(points[i]) }));
      from = i + 1;
    }
  }
  flush(end);
}

/** Code point offsets of the current selection in rendered text; null where there is none. */
function selectedStretch(root, chunks) {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  let start = null;
  let end = null;
  for (const chunk of chunks) {
    if (!range.intersectsNode(chunk.node)) continue;
    const text = chunk.node.data;
    const a = range.startContainer === chunk.node ? range.startOffset : 0;
    const b = range.endContainer === chunk.node ? range.endOffset : text.length;
    if (b <= a) continue;
    const first = chunk.start + Array.from(text.slice(0, a)).length;
    const last = chunk.start + Array.from(text.slice(0, b)).length;
    start = start === null ? first : Math.min(start, first);
    end = Math.max(end ?? 0, last);
  }
  return start === null ? null : { start, end, box: range.getBoundingClientRect() };
}

/** A DOM range over code points [start, end) of rendered text; null where they are not shown. */
function rangeOf(chunks, start, end) {
  const first = chunks.find((c) => c.start <= start && start < c.end);
  const last = chunks.find((c) => c.start < end && end <= c.end);
  if (!first || !last) return null;
  const range = document.createRange();
  const unit = (chunk, point) => Array.from(chunk.node.data).slice(0, point - chunk.start).join("").length;
  range.setStart(first.node, unit(first, start));
  range.setEnd(last.node, unit(last, end));
  return range;
}

/** Trim white space off both ends of a stretch of code points. */
function trimmed(points, start, end) {
  while (start < end && /\s/u.test(points[start])) start++;
  while (end > start && /\s/u.test(points[end - 1])) end--;
  return [start, end];
}
