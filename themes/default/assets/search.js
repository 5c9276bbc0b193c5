// 站内搜索：没有服务器，浏览器自己按索引找。索引怎样写成，见 generator/search_index.py。
// 文件都是脚本，每个只说一句 gongkai(名字, 内容)，所以从磁盘上打开也能用。
"use strict";
(() => {
  const SHARDS = 1024, BLOCK = 256, TITLES = 32, TEXTS = 4, PAGE = 10, ENOUGH = 16, MOST = 9;
  const TEXT = 0, TITLE = 1, SHORT = 2;
  // 公文里到处都有的字：先用别的字缩小范围
  const EVERYWHERE = new Set("的一和公开信息政府县镇乡村年月日关于通知工作人民办法委会局示例示范中国部门管理自治彝族景东单位情况");
  const OFTEN = new Set("在不了有这大为上个我以要他时来用们生到作地出就分对成可主发动同工也能下过子产种面而方后多定行学所得经十三之进着等度力水化高二理起小物现实加量都体制机当使点从业本性应开合还因由其前外政四社义事平形相全表与各重新内数正心明原利比或质第向变条结解问意建无系情者立代提直题党程展五果员位入常文总次品式设及特件长求基资流路级统接知将组计期论运农指区强被先任取完举科项目实施方案服务财务统计安全规划保障资金预算");

  // ── 文字 ──────────────────────────────────────────────────────────────

  const OPEN = "〔［【〖[（(〈", CLOSE = "〕］】〗]）)〉", HIDDEN = /[\p{Cc}\p{Cf}\p{Z}]/gu;
  const known = new Map();
  function letter(one) {
    let found = known.get(one);
    if (found === undefined) {
      found = OPEN.includes(one) ? "(" : CLOSE.includes(one) ? ")" : one.normalize("NFKC").toLowerCase().replace(HIDDEN, "");
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
  function shardOf(gram) {
    const letters = Array.from(gram);
    return (letters[0].codePointAt(0) * 31 + letters[letters.length - 1].codePointAt(0) * 7) % SHARDS;
  }
  /** 一个词的字对，少见的在前；单位名称里的字对最能分清是谁的信息。 */
  function gramsOf(phrase, names = []) {
    const letters = Array.from(phrase);
    if (letters.length < 2) return letters;
    const pairs = new Set();
    for (let at = 1; at < letters.length; at++) pairs.add(letters[at - 1] + letters[at]);
    const cost = (pair) => {
      const named = names.filter((name) => name.includes(pair)).length;
      if (named && named < 5) return named - 5;
      return Array.from(pair).reduce((sum, one) => sum + (EVERYWHERE.has(one) ? 3 : OFTEN.has(one) ? 1 : 0), 0);
    };
    const costs = new Map([...pairs].map((pair) => [pair, cost(pair)]));
    return [...pairs].sort((one, other) => costs.get(one) - costs.get(other));
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

  // ── 索引 ──────────────────────────────────────────────────────────────

  /** 一个范围的索引：`load(路径, 名字)` 取来一个文件的内容。 */
  class Engine {
    constructor(load, { unit, own, county }) {
      this.load = load;
      this.whole = Boolean(county);
      this.unit = unit;
      this.folder = county || own; // 索引文件在哪里
      this.own = own;
      this.kept = new Map();
    }

    get(path, name) {
      if (!this.kept.has(path)) {
        const taken = this.load(path, name);
        this.kept.set(path, taken);
        taken.catch(() => this.kept.delete(path)); // 没有取到的，下一次再取
      }
      return this.kept.get(path);
    }

    /** 各单位的信息：条数、日期、栏目；信息按单位排成一列，号码从 0 起。 */
    async open() {
      if (this.units) return this;
      let tables, files = 0;
      if (this.whole) ({ units: tables, files } = await this.get(`${this.folder}county.js`, "county"));
      else tables = { [this.unit]: ["", await this.get(`${this.folder}unit.js`, `${this.unit}/unit`)] };
      this.files = files;
      this.units = [];
      this.count = 0;
      for (const [slug, [base, table]] of Object.entries(tables)) {
        let day = 0;
        const days = table.days.map((step) => (day += step));
        this.units.push({ ...table, slug, base, from: this.count, size: days.length, days });
        this.count += days.length;
      }
      this.names = this.units.map((each) => fold(each.name));
      return this;
    }

    unitOf(id) {
      let low = 0, high = this.units.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (this.units[middle].from <= id) low = middle; else high = middle - 1;
      }
      return this.units[low];
    }

    /** 一个分片里的各块：[单位, 块的序号, 三张表]。 */
    async shard(number) {
      const found = [];
      if (this.whole) {
        const file = await this.get(`${this.folder}s${number % this.files}.js`, `s${number % this.files}`);
        const line = Math.floor(number / this.files);
        for (const unit of this.units) (file[unit.slug] || []).forEach((block, place) => { if (block[line]) found.push([unit, place, block[line]]); });
        return found;
      }
      const unit = this.units[0];
      const blocks = await Promise.all(Array.from({ length: Math.ceil(unit.size / BLOCK) }, (_, place) =>
        this.get(`${this.folder}i${place}.js`, `${unit.slug}/i${place}`)));
      blocks.forEach((lines, place) => { if (lines[number]) found.push([unit, place, lines[number]]); });
      return found;
    }

    /** 有这个字或这两个字的信息，分正文、标题、标题的拼音首字母。 */
    async holders(gram, number = shardOf(gram)) {
      const masks = [0, 1, 2].map(() => new Uint8Array(this.count));
      for (const [unit, place, kinds] of await this.shard(number)) {
        const start = unit.from + place * BLOCK;
        kinds.forEach((kind, which) => {
          const told = kind[gram];
          if (typeof told === "number") masks[which][start + told] = 1;
          else if (told) spread(told, masks[which], start);
        });
      }
      return masks;
    }

    path(unit, name) {
      if (!this.whole) return `${this.own}${name}.js`;
      return `${this.folder.replace(/search\/$/u, "")}${unit.slug}/search/${name}.js`;
    }

    async row(id) {
      const unit = this.unitOf(id), place = id - unit.from, number = Math.floor(place / TITLES);
      const rows = await this.get(this.path(unit, `d${number}`), `${unit.slug}/d${number}`);
      return rows[place % TITLES];
    }

    async text(id) {
      const unit = this.unitOf(id), place = id - unit.from, number = Math.floor(place / TEXTS);
      const texts = await this.get(this.path(unit, `t${number}`), `${unit.slug}/t${number}`);
      return texts[place % TEXTS];
    }

    /** 一个词可能在哪些信息里：三张表，和是否确定（不必再看原文）。 */
    async candidates(phrase) {
      const grams = gramsOf(phrase, this.names);
      let masks = null, used = 0;
      for (const gram of grams) {
        const found = await this.holders(gram);
        masks = masks ? masks.map((mask, which) => mask.map((bit, id) => bit & found[which][id])) : found;
        used += 1;
        if (used >= MOST || (used < grams.length && count(masks[TEXT]) + count(masks[TITLE]) + count(masks[SHORT]) <= ENOUGH)) break;
      }
      if (!/^[0-9a-z]+$/u.test(phrase)) masks[SHORT].fill(0);
      return { masks, sure: used === grams.length && Array.from(phrase).length < 3 };
    }

    /** 全部结果，一条一条地给出：标题相同的、标题里有的、正文里有的；各自新的在前。 */
    async search(words, filters = {}) {
      await this.open();
      const phrases = phrasesOf(words);
      if (!phrases.length) return null;
      const whole = fold(words);
      const key = hash(whole);
      const same = (await this.holders(`=${key.toString(16)}`, key % SHARDS))[TITLE];
      const each = [];
      for (const phrase of phrases) each.push(await this.candidates(phrase));
      const title = new Uint8Array(this.count), any = new Uint8Array(this.count);
      for (let id = 0; id < this.count; id++) {
        title[id] = each.every(({ masks }) => masks[TITLE][id] | masks[SHORT][id]) ? 1 : 0;
        any[id] = each.every(({ masks }) => masks[TEXT][id] | masks[TITLE][id] | masks[SHORT][id]) ? 1 : 0;
      }
      const ids = [];
      for (let id = 0; id < this.count; id++) if ((any[id] || same[id]) && this.passes(id, filters)) ids.push(id);
      const rank = (id) => (same[id] ? 2 : title[id] ? 1 : 0);
      const day = (id) => { const unit = this.unitOf(id); return unit.days[id - unit.from]; };
      ids.sort((one, other) => rank(other) - rank(one) || day(other) - day(one) || other - one);
      const sure = each.every((found) => found.sure);
      return { phrases, whole, most: ids.length, sure, results: this.verified(ids, rank, phrases, whole, sure) };
    }

    passes(id, { unit, column, year, validity }) {
      const own = this.unitOf(id), place = id - own.from;
      if (unit && own.slug !== unit) return false;
      if (column && own.columns[own.in[place]] !== column) return false;
      if (year && dayOf(own.days[place]).slice(0, 4) !== year) return false;
      return !validity || (validity === "valid") !== (String(place) in own.not);
    }

    async *verified(ids, rank, phrases, whole, sure) {
      const late = []; // 看着像标题里有、其实在正文里的
      for (const id of ids) {
        if (rank(id) === 0) while (late.length) yield late.shift();
        const row = await this.row(id);
        const titled = fold(row[0]) === whole ? 2 : phrases.every((each) => fold(row[0]).includes(each) || isShort(row[4], each)) ? 1 : 0;
        if (titled) { yield this.result(id, row, titled); continue; }
        const found = sure || await this.inText(id, row, phrases);
        if (found && rank(id)) late.push(this.result(id, row, 0));
        else if (found) yield this.result(id, row, 0);
      }
      while (late.length) yield late.shift();
    }

    async inText(id, row, phrases) {
      const text = await this.text(id);
      const parts = [row[0], row[2], row[3], ...text.split("\n")].map(fold);
      return phrases.every((each) => parts.some((part) => part.includes(each)) || isShort(row[4], each));
    }

    result(id, row, titled) {
      const unit = this.unitOf(id), place = id - unit.from;
      const up = this.folder.replace(/search\/$/u, "");
      const base = !this.whole ? "" : /^https?:/u.test(unit.base) ? unit.base : up + unit.base;
      return {
        id, titled, title: row[0], url: base + row[1], number: row[2], index: row[3], unit: unit.name,
        column: unit.columns[unit.in[place]], day: dayOf(unit.days[place]), validity: unit.not[place] || "",
      };
    }
  }

  const isShort = (short, phrase) => /^[0-9a-z]+$/u.test(phrase) && short.includes(phrase);
  const dayOf = (days) => new Date(Date.UTC(2000, 0, 1 + days)).toISOString().slice(0, 10);
  function count(mask) { let sum = 0; for (const bit of mask) sum += bit; return sum; }
  function spread(hexadecimal, mask, start) {
    for (let at = hexadecimal.length - 1, place = start; at >= 0; at--, place += 4) {
      const bits = parseInt(hexadecimal[at], 16);
      for (let bit = 0; bit < 4; bit++) if (bits & (1 << bit)) mask[place + bit] = 1;
    }
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

  const made = { Engine, fold, hash, shardOf, gramsOf, places, phrasesOf, excerpt };
  if (typeof module !== "undefined") { module.exports = made; return; }

  // ── 页面 ──────────────────────────────────────────────────────────────

  const waiting = new Map();
  window.gongkai = (name, value) => { const taken = waiting.get(name); if (taken) taken(value); };
  const load = (path, name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    waiting.set(name, resolve);
    script.src = path;
    script.onload = () => { waiting.delete(name); script.remove(); reject(new Error(`${path}: ${name}`)); }; // 取到了，却没有说这个名字
    script.onerror = () => { script.remove(); reject(new Error(path)); };
    document.head.append(script);
  });

  const page = document.querySelector("[data-search]");
  const form = page.querySelector("form"), told = page.querySelector("[data-told]"), list = page.querySelector("[data-found]");
  const more = page.querySelector("[data-more]"), field = form.elements.q;
  const { own, unit: unitSlug } = page.dataset;
  const county = /^https?:/u.test(page.dataset.county) ? "" : page.dataset.county; // 别的域名上的取不来
  const portal = document.body.classList.contains("at-root");
  const engines = {};
  const wanted = new URLSearchParams(location.search);
  let running = 0;

  const isCounty = () => Boolean(county) && (portal ? form.elements.in.value !== "own" : form.elements.in.value === "county");
  const engine = () => {
    const which = isCounty() ? "county" : "own";
    engines[which] ||= new Engine(load, { unit: unitSlug, own, county: isCounty() ? county : "" });
    return engines[which];
  };

  function fill(select, options, chosen) {
    select.replaceChildren(new Option("全部", ""), ...options.map(([value, name]) => new Option(name, value)));
    select.value = chosen || "";
    if (select.selectedIndex < 0) select.value = "";
  }
  function filters(found) {
    const chosen = Object.fromEntries(["unit", "column", "year"].map((name) => [name, form.elements[name].value || wanted.get(name)]));
    const columns = [...new Set(found.units.flatMap((each) => each.columns))].sort((one, other) => one.localeCompare(other, "zh-CN"));
    const years = [...new Set(found.units.flatMap((each) => each.days.map((day) => dayOf(day).slice(0, 4))))].sort().reverse();
    fill(form.elements.column, columns.map((name) => [name, name]), chosen.column);
    fill(form.elements.year, years.map((year) => [year, `${year} 年`]), chosen.year);
    form.elements.unit.closest("p").hidden = !isCounty();
    fill(form.elements.unit, isCounty() ? found.units.map((each) => [each.slug, each.name]) : [], chosen.unit);
    form.elements.in.closest("p").hidden = !county;
    page.querySelector("[data-filters]").hidden = false;
  }

  function marked(element, text, phrases) {
    let at = 0;
    for (const [from, to] of places(text, phrases)) {
      if (from < at) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      element.append(text.slice(at, from), mark);
      at = to;
    }
    element.append(text.slice(at));
    return element;
  }
  const VALIDITY = { amended: "已修改", expired: "失效", repealed: "废止" };
  function shown(result, text, phrases) {
    const item = document.createElement("li");
    const link = marked(Object.assign(document.createElement("a"), { href: result.url }), result.title, phrases);
    const title = document.createElement("h2");
    title.append(link);
    if (result.validity) title.append(" ", Object.assign(document.createElement("span"), { className: "mark", textContent: VALIDITY[result.validity] }));
    const about = document.createElement("p");
    about.className = "search-about";
    const day = Object.assign(document.createElement("time"), { dateTime: result.day, textContent: result.day });
    about.append(...[result.unit, result.column].flatMap((each) => [Object.assign(document.createElement("span"), { textContent: each })]), day);
    if (result.number) about.append(marked(document.createElement("span"), result.number, phrases));
    const folded = fold(result.index);
    if (phrases.some((each) => /\d/u.test(each) && folded.includes(each))) about.append(marked(document.createElement("span"), `索引号 ${result.index}`, phrases));
    item.append(title, about);
    const words = excerpt(text, phrases);
    if (words) item.append(marked(Object.assign(document.createElement("p"), { className: "search-text" }), words, phrases));
    return item;
  }

  async function run() {
    const turn = ++running, words = field.value.trim();
    list.replaceChildren();
    more.hidden = true;
    told.textContent = "";
    try {
      const found = await engine().open();
      if (turn !== running) return;
      filters(found);
      if (!words) return;
      told.textContent = "正在找…";
      const chosen = Object.fromEntries(["unit", "column", "year", "validity"].map((name) => [name, form.elements[name].value]));
      const answer = await found.search(words, chosen);
      if (turn !== running) return;
      if (!answer) { told.textContent = "请写要找的字。"; return; }
      await next(turn, answer, found, answer.results[Symbol.asyncIterator]());
    } catch (error) {
      if (turn === running) told.textContent = "搜索要用的文件没有取到，请稍后再试。";
      throw error;
    }
  }
  async function next(turn, answer, found, results, ahead = results.next()) {
    const added = [];
    let each = await ahead; // 多取一条，才知道还有没有
    while (!each.done && added.length < PAGE) {
      added.push(each.value);
      each = await results.next();
    }
    const done = each.done;
    const texts = await Promise.all(added.map((one) => found.text(one.id)));
    if (turn !== running) return;
    const items = added.map((one, place) => shown(one, texts[place], answer.phrases));
    const before = list.childElementCount;
    list.append(...items);
    const total = list.childElementCount;
    if (done) told.textContent = total ? `共 ${total} 条` : "没有找到。可以少写几个字，或者换个说法。";
    else told.textContent = answer.sure ? `共 ${answer.most} 条，先列出 ${total} 条` : `先列出 ${total} 条，还有更多`;
    more.hidden = done;
    more.firstElementChild.onclick = () => next(turn, answer, found, results, each);
    if (before) items[0]?.querySelector("a").focus();
  }

  function address() {
    const kept = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    try { history.replaceState(null, "", `?${kept}`); } catch { /* 从磁盘打开时有的浏览器不许改地址，不影响搜索 */ }
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); address(); run(); });
  form.addEventListener("change", (event) => { if (event.target !== field) { address(); run(); } });
  let timer = 0;
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(() => { address(); run(); }, 250);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(?:input|select|textarea)$/iu.test(event.target.tagName)) { event.preventDefault(); field.focus(); field.select(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...list.querySelectorAll("h2 a")], at = links.indexOf(document.activeElement);
    if (!links.length || (at < 0 && document.activeElement !== field)) return;
    event.preventDefault();
    const to = at + (event.key === "ArrowDown" ? 1 : -1);
    if (to < 0) field.focus(); else links[Math.min(to, links.length - 1)].focus();
  });

  field.value = wanted.get("q") || "";
  for (const name of ["in", "validity"]) if (wanted.get(name)) form.elements[name].value = wanted.get(name);
  if (!field.value) field.focus();
  run();
})();
