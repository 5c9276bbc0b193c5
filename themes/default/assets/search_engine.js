// 搜索的索引：没有服务器，按字、两个字、三个字找。索引怎样写成，见 generator/search_index.py。
"use strict";
const SearchEngine = (({ fold, hash, phrasesOf }) => {
  const SHARDS = 4096, BLOCK = 256, AHEAD = 10, ENOUGH = 12, MOST = 9, AT_ONCE = 4;
  const TEXT = 0, TITLE = 1, SHORT = 2;
  const LATIN = /^[0-9a-z]+$/u, NUMBERS = /^[0-9a-z./()-]{3}$/u; // 正文里这样的三个字也在索引里

  function shardOf(gram) {
    const [one, other = one] = Array.from(gram);
    return (one.codePointAt(0) * 31 + other.codePointAt(0) * 7) % SHARDS;
  }
  const isShort = (short, phrase) => LATIN.test(phrase) && short.includes(phrase);
  const dayOf = (days) => new Date(Date.UTC(2000, 0, 1 + days)).toISOString().slice(0, 10);
  const count = (mask) => mask.reduce((sum, bit) => sum + bit, 0);
  const both = (one, other) => one.map((bit, id) => bit & other[id]);
  function spread(told, mask, start) { // 一条信息写号码；几条写十六进制，每一位是一条
    if (typeof told === "number") { mask[start + told] = 1; return; }
    for (let at = told.length - 1, place = start; at >= 0; at--, place += 4) {
      const bits = parseInt(told[at], 16);
      for (let bit = 0; bit < 4; bit++) if (bits & (1 << bit)) mask[place + bit] = 1;
    }
  }

  /** 一个范围的索引：`load(路径, 名字)` 取来一个文件的内容；`common` 是公文里到处都有的字，空格前面的最多。 */
  class Engine {
    constructor(load, { unit, own, county, common = "" }) {
      this.load = load;
      this.whole = Boolean(county);
      this.unit = unit;
      this.folder = county || own; // 索引文件在哪里
      this.own = own;
      const [everywhere = "", often = ""] = common.split(" ");
      this.weights = new Map([...Array.from(often, (one) => [one, 1]), ...Array.from(everywhere, (one) => [one, 3])]);
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
      this.days = Object.values(tables).flatMap(([, { days }]) => { let day = 0; return days.map((step) => (day += step)); });
      this.count = this.days.length;
      this.of = new Uint16Array(this.count); // 每条信息是哪个单位的
      let from = 0;
      this.units = Object.entries(tables).map(([slug, [base, table]], place) => {
        const size = table.days.length;
        this.of.fill(place, from, from + size);
        from += size;
        return { ...table, slug, base, size, from: from - size, days: this.days.slice(from - size, from) };
      });
      this.names = this.units.map((each) => fold(each.name));
      return this;
    }

    /** 一个分片里的各块：[第一条的号码, 三张表]。 */
    async shard(number) {
      const unit = this.units[0];
      if (!this.whole) {
        const blocks = await Promise.all(Array.from({ length: Math.ceil(unit.size / BLOCK) }, (_, place) =>
          this.get(`${this.folder}i${place}.js`, `${unit.slug}/i${place}`)));
        return blocks.flatMap((lines, place) => (lines[number] ? [[place * BLOCK, lines[number]]] : []));
      }
      const file = await this.get(`${this.folder}s${number % this.files}.js`, `s${number % this.files}`);
      const line = Math.floor(number / this.files);
      return this.units.flatMap(({ slug, from }) => (file[slug] || []).flatMap((block, place) =>
        (block[line] ? [[from + place * BLOCK, block[line]]] : [])));
    }

    /** 有这几个字的信息，分正文、标题、标题的拼音首字母。 */
    async holders(gram, number = shardOf(gram)) {
      const masks = [0, 1, 2].map(() => new Uint8Array(this.count));
      for (const [start, kinds] of await this.shard(number)) {
        kinds.forEach((kind, which) => { if (gram in kind) spread(kind[gram], masks[which], start); });
      }
      return masks;
    }

    /** 一条信息：标题、网址、文号、索引号、标题的拼音首字母、正文。 */
    row(id) {
      const unit = this.units[this.of[id]], name = `d${id - unit.from}`;
      const folder = this.whole ? `${this.folder.replace(/search\/$/u, "")}${unit.slug}/search/` : this.own;
      return this.get(`${folder}${name}.js`, `${unit.slug}/${name}`);
    }

    /** 一个词的字对，少见的在前；几个单位名称里的字对最能分清是谁的信息，许多单位都有的不能。 */
    pairsOf(letters) {
      const pairs = [...new Set(letters.slice(1).map((one, at) => letters[at] + one))];
      const cost = (pair) => {
        const named = this.names.filter((name) => name.includes(pair)).length;
        return named && named < 5 ? named - 5 : Array.from(pair).reduce((sum, one) => sum + (this.weights.get(one) || 0), named && 3);
      };
      const costs = new Map(pairs.map((pair) => [pair, cost(pair)]));
      return pairs.sort((one, other) => costs.get(one) - costs.get(other));
    }

    /** 有这一对字的信息；它在词里后面跟着的字，索引里有三个字的也一并看（在同一个分片里，不用再取）。 */
    async follow(pair, letters) {
      const masks = await this.holders(pair);
      for (let at = 0; at + 2 < letters.length; at++) {
        const triple = letters.slice(at, at + 3).join("");
        if (letters[at] + letters[at + 1] !== pair) continue;
        const found = await this.holders(triple, shardOf(pair));
        for (const which of NUMBERS.test(triple) ? [TEXT, TITLE, SHORT] : [TITLE, SHORT]) masks[which] = both(masks[which], found[which]);
      }
      return masks;
    }

    /** 一个词可能在哪些信息里：三张表，和是否确定（不必再看原文）。 */
    async candidates(phrase) {
      const letters = Array.from(phrase);
      const pairs = letters.length < 2 ? letters : this.pairsOf(letters);
      await Promise.all(pairs.slice(0, AT_ONCE).map((pair) => this.shard(shardOf(pair)))); // 一起取，比一个一个取快
      let masks = null, used = 0;
      for (const pair of pairs) {
        const found = await this.follow(pair, letters);
        masks = masks ? masks.map((mask, which) => both(mask, found[which])) : found;
        used += 1;
        if (used >= MOST || masks.reduce((sum, mask) => sum + count(mask), 0) <= ENOUGH) break;
      }
      if (!LATIN.test(phrase)) masks[SHORT].fill(0);
      return { masks, sure: used === pairs.length && letters.length < 3 };
    }

    /** 全部结果，一条一条地给出：标题相同的、标题里有的、正文里有的；各自新的在前。
     *  看了原文才知道不是的，给出 null：调用的人可以先停下来。 */
    async search(words, filters = {}) {
      await this.open();
      const phrases = phrasesOf(words);
      if (!phrases.length) return null;
      const whole = fold(words);
      const key = hash(whole);
      const [[, same], ...each] = await Promise.all([
        this.holders(`=${key.toString(16)}`, key % SHARDS), ...phrases.map((phrase) => this.candidates(phrase)),
      ]);
      const rank = new Int8Array(this.count).fill(-1);
      const ids = [];
      const passes = this.passing(filters);
      for (let id = 0; id < this.count; id++) {
        if (same[id]) rank[id] = 2;
        else if (each.every(({ masks }) => masks[TITLE][id] | masks[SHORT][id])) rank[id] = 1;
        else if (each.every(({ masks }) => masks[TEXT][id] | masks[TITLE][id] | masks[SHORT][id])) rank[id] = 0;
        if (rank[id] >= 0 && passes(id)) ids.push(id);
      }
      ids.sort((one, other) => rank[other] - rank[one] || this.days[other] - this.days[one] || other - one);
      const sure = each.every((found) => found.sure);
      return { phrases, whole, most: ids.length, sure, results: this.verified(ids, rank, phrases, whole, sure) };
    }

    passing({ unit, column, year, validity }) {
      const from = year && Date.UTC(year, 0, 1) / 864e5 - 10957, to = year && Date.UTC(Number(year) + 1, 0, 1) / 864e5 - 10957; // 从 2000 年起的天数
      const columns = this.units.map((each) => each.columns.indexOf(column));
      return (id) => {
        const own = this.units[this.of[id]], place = id - own.from;
        if ((unit && own.slug !== unit) || (column && own.in[place] !== columns[this.of[id]])) return false;
        if (year && (this.days[id] < from || this.days[id] >= to)) return false;
        return !validity || (validity === "valid") !== (String(place) in own.not);
      };
    }

    async *verified(ids, rank, phrases, whole, sure) {
      const late = []; // 看着像标题里有、其实在正文里的
      for (let start = 0; start < ids.length; start += AHEAD) {
        const some = ids.slice(start, start + AHEAD);
        const rows = await Promise.all(some.map((id) => this.row(id)));
        for (const [at, id] of some.entries()) {
          const title = fold(rows[at][0]);
          if (rank[id] === 0) while (late.length) yield late.shift();
          const titled = title === whole ? 2 : phrases.every((each) => title.includes(each) || isShort(rows[at][4], each)) ? 1 : 0;
          const found = titled || sure || this.isIn(rows[at], phrases) ? this.result(id, rows[at], titled) : null;
          if (!found || titled || !rank[id]) yield found;
          else { late.push(found); yield null; }
        }
      }
      while (late.length) yield late.shift();
    }

    isIn([title, , number, index, short, text], phrases) {
      const parts = [title, number, index, ...text.split("\n")].map(fold);
      return phrases.every((each) => parts.some((part) => part.includes(each)) || isShort(short, each));
    }

    result(id, [title, url, number, index, , text], titled) {
      const unit = this.units[this.of[id]], place = id - unit.from;
      const up = this.folder.replace(/search\/$/u, "");
      const base = !this.whole ? "" : /^https?:/u.test(unit.base) ? unit.base : up + unit.base;
      return {
        id, titled, title, url: base + url, number, index, text, unit: unit.name,
        column: unit.columns[unit.in[place]], day: dayOf(this.days[id]), validity: unit.not[place] || "",
      };
    }
  }

  return Object.assign(Engine, { shardOf, dayOf });
})(typeof module === "undefined" ? searchText : require("./search_text.js"));
if (typeof module !== "undefined") module.exports = SearchEngine;
