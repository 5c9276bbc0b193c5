// 搜索用的文字功夫：怎样才算一样（与 generator/search_index.py 的 folded 一致），词在哪里，正文摘哪一段。
"use strict";
const searchText = (() => {
  const OPEN = "〔［【〖[（(〈", CLOSE = "〕］】〗]）)〉", HIDDEN = /[\p{Cc}\p{Cf}\p{Z}]/gu;
  const known = new Map();
  function letter(one) {
    let found = known.get(one);
    if (found === undefined) {
      found = Array.from(one.normalize("NFKC").toLowerCase().replace(HIDDEN, ""), (each) => (OPEN.includes(each) ? "(" : CLOSE.includes(each) ? ")" : each)).join("");
      known.set(one, found);
    }
    return found;
  }
  const fold = (text) => Array.from(text, letter).join("");

  function hash(text) { // FNV-1a，按字
    let found = 0x811c9dc5;
    for (const one of text) found = Math.imul(found ^ one.codePointAt(0), 0x01000193) >>> 0;
    return found;
  }
  /** 一段文字里词的位置（原文的起止），按出现的先后。 */
  function places(text, phrases) {
    const letters = Array.from(text);
    const starts = [];
    let folded = "", at = 0;
    for (const one of letters) {
      for (const _ of letter(one)) starts.push(at);
      folded += letter(one);
      at += one.length;
    }
    const ends = (index) => { const from = starts[index]; return from + String.fromCodePoint(text.codePointAt(from)).length; };
    const units = []; // 折叠后的文字按 UTF-16 单位对应到 starts
    Array.from(folded).forEach((one, index) => { for (let n = 0; n < one.length; n++) units.push(index); });
    const found = [];
    for (const phrase of phrases) {
      for (let from = folded.indexOf(phrase); from >= 0; from = folded.indexOf(phrase, from + phrase.length)) {
        found.push([starts[units[from]], ends(units[from + phrase.length - 1])]);
        if (found.length > 200) break;
      }
    }
    return found.sort((one, other) => one[0] - other[0]);
  }

  /** 写的话分成词：空格隔开，引号里的不分。 */
  function phrasesOf(words) {
    const found = [...words.matchAll(/"([^"]+)"|“([^”]+)”|\S+/gu)].map((each) => each[1] || each[2] || each[0]);
    return [...new Set(found.map(fold).filter(Boolean))];
  }

  /** 正文里最先出现的一处，前后各取一些；没有就取开头。 */
  function excerpt(text, phrases) {
    const lines = text.split("\n");
    for (const line of lines) {
      const found = places(line, phrases);
      if (!found.length) continue;
      const from = Math.max(0, found[0][0] - 24), to = Math.min(line.length, Math.max(found[0][1] + 60, from + 96));
      const shown = line.slice(from, to);
      return [from ? `…${shown}` : shown, to < line.length].reduce((start, more) => (more ? `${start}…` : start));
    }
    const first = lines.join(" ");
    return first.length > 96 ? `${first.slice(0, 96)}…` : first;
  }

  return { fold, hash, places, phrasesOf, excerpt };
})();
if (typeof module !== "undefined") module.exports = searchText;
