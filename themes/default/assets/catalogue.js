// 信息公开目录的筛选：不刷新页面，几个条件可以一起用。没有脚本时，每个条件是一页，照样能看。
// 数据按年份分开放（mulu/rows-2026.js），每个文件只说一句 gongkai(名字, 内容)，所以从磁盘上打开也能用。
"use strict";
(() => {
  const nav = document.querySelector("[data-rows]");
  if (!nav) return;
  const { rows: stem, root, unit } = nav.dataset;
  const told = nav.querySelector("[data-told]"), all = nav.querySelector("[data-all]");
  const FACETS = ["年份", "主题分类", "体裁", "有效性"], AT_ONCE = 50;
  const page = document.querySelector("[data-shown]"), body = page.querySelector("tbody");
  if (!body) return;
  const own = [...page.querySelectorAll(".pager, .empty")]; // 没有脚本时的翻页

  // ── 条件：每个条件用它那一页的地址代表（y2026、g-1a2b3c4d），地址不因条目增减而变 ──

  const choices = new Map();
  for (const link of nav.querySelectorAll("dd a")) {
    const facet = FACETS.indexOf(link.closest("div").querySelector("dt").textContent);
    const name = link.getAttribute("href").split("/").pop().replace(/\.html$/, "");
    choices.set(name, { name, facet, link, label: link.textContent });
  }
  const here = [...choices.values()].find((each) => each.link.hasAttribute("aria-current"));
  const years = [...choices.values()].filter((each) => each.facet === 0).map((each) => each.name.slice(1));

  function chosen() {
    if (location.hash) return location.hash.slice(1).split("+").filter((name) => choices.has(name));
    return here ? [here.name] : [];
  }
  function choose(name) {
    const { facet } = choices.get(name), before = chosen();
    const others = before.filter((each) => choices.get(each).facet !== facet);
    const after = before.includes(name) ? others : [...others, name];
    after.sort((one, other) => choices.get(one).facet - choices.get(other).facet);
    location.hash = after.join("+") || "all";
  }

  // ── 数据 ──

  const loaded = new Map(), waiting = new Map();
  const before = window.gongkai;
  window.gongkai = (name, value) => {
    if (waiting.has(name)) waiting.get(name)(value);
    else if (before) before(name, value);
  };
  function load(year) {
    if (!loaded.has(year)) {
      loaded.set(year, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        waiting.set(`${unit}/${year}`, (value) => resolve(value.rows.map((row) => unpacked(row, value.words, year))));
        script.onerror = () => { loaded.delete(year); reject(new Error(year)); };
        script.src = `${stem}${year}.js`;
        document.head.append(script);
      }));
    }
    return loaded.get(year);
  }
  function unpacked(row, words, year) {
    const [index, title, url, number, agency, written, published, validity, subject, genre] = row;
    return { index, title, url, number, agency: words[agency], written, published, facets: [`${year} 年`, words[subject], words[genre], validity] };
  }

  // ── 显示 ──

  function cell(kind, text, name) {
    const made = document.createElement(kind);
    if (name) made.className = name;
    made.textContent = text;
    return made;
  }
  function line(row) {
    const made = document.createElement("tr"), index = cell("td", "", "index-number"), title = cell("th", "");
    row.index.split("/").forEach((part, place) => {
      if (place) index.append("/", document.createElement("wbr"));
      index.append(part);
    });
    title.scope = "row";
    const link = document.createElement("a");
    link.href = root + row.url;
    link.textContent = row.title;
    title.append(link);
    const validity = cell("td", ""), label = row.facets[3];
    validity.append(label === "有效" ? label : cell("span", label, "mark"));
    made.append(index, title, cell("td", row.number || "—", row.number ? "" : "absent"), cell("td", row.agency));
    made.append(cell("td", row.written || "—", row.written ? "number" : "number absent"), cell("td", row.published, "number"), validity);
    return made;
  }

  const more = document.createElement("p"), button = document.createElement("button");
  more.className = "facets-more";
  more.hidden = true;
  button.type = "button";
  more.append(button);
  page.append(more);
  let found = [], shown = 0, turn = 0;
  function show() {
    const next = found.slice(shown, shown + AT_ONCE).map(line), first = next[0];
    body.append(...next);
    if (shown && first) first.querySelector("a").focus();
    shown += next.length;
    more.hidden = shown >= found.length;
    button.textContent = `再看 ${Math.min(AT_ONCE, found.length - shown)} 条（还有 ${found.length - shown} 条）`;
  }
  button.addEventListener("click", show);

  async function apply() {
    const names = chosen(), mine = ++turn;
    for (const each of choices.values()) {
      if (names.includes(each.name)) each.link.setAttribute("aria-current", "true");
      else each.link.removeAttribute("aria-current");
    }
    all.parentElement.hidden = !names.length;
    const picked = names.map((name) => choices.get(name));
    const year = picked.find((each) => each.facet === 0);
    try {
      const parts = await Promise.all((year ? [year.name.slice(1)] : years).map(load));
      if (mine !== turn) return;
      found = parts.flat().filter((row) => picked.every((each) => row.facets[each.facet] === each.label));
    } catch {
      told.textContent = "筛选要用的数据没有取到；请刷新页面再试，或者用上面的链接一项一项地看。";
      return;
    }
    shown = 0;
    body.replaceChildren();
    own.forEach((each) => { each.hidden = true; });
    show();
    const words = picked.map((each) => each.label).join("、");
    told.textContent = found.length ? `${words || "全部"}：共 ${found.length} 条` : `没有同时符合“${words}”的信息，去掉一个条件再看`;
    page.querySelector(".table-scroll").hidden = !found.length;
  }

  nav.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const each = [...choices.values()].find((one) => one.link === link);
    if (each) { event.preventDefault(); choose(each.name); }
    else if (link === all) { event.preventDefault(); location.hash = "all"; nav.querySelector("dd a").focus(); }
  });
  window.addEventListener("hashchange", apply);
  if (location.hash) apply();
})();
