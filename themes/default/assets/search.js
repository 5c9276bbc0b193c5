// 搜索页：没有服务器，浏览器自己按索引找（search_engine.js）。
// 索引的文件都是脚本，每个只说一句 gongkai(名字, 内容)，所以从磁盘上打开也能用。
"use strict";
(() => {
  const PAGE = 10, VAIN = 30, SMALL = 256; // 一次列出几条；看了多少条原文都不是就先停下来；多少条信息算少
  const { fold, places, excerpt } = searchText;

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
  const open = (scope) => {
    engines[scope] ||= new SearchEngine(load, { unit: unitSlug, own, county: scope === "county" ? county : "", common: page.dataset.common });
    return engines[scope].open();
  };
  /** 用哪一份索引找：信息多的单位，自己的索引是整份的，全县的分得细，只取用得着的。 */
  const indexFor = async (scope) => (!isCounty() && county && scope.count > SMALL ? open("county") : scope);

  function fill(select, options, chosen) {
    select.replaceChildren(new Option("全部", ""), ...options.map(([value, name]) => new Option(name, value)));
    select.value = chosen || "";
    if (select.selectedIndex < 0) select.value = "";
  }
  function filters(found) {
    const chosen = Object.fromEntries(["unit", "column", "year"].map((name) => [name, form.elements[name].value || wanted.get(name)]));
    const columns = [...new Set(found.units.flatMap((each) => each.columns))].sort((one, other) => one.localeCompare(other, "zh-CN"));
    const years = [...new Set([...new Set(found.days)].map((day) => SearchEngine.dayOf(day).slice(0, 4)))].sort().reverse();
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
  function shown(result, phrases) {
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
    const words = excerpt(result.text, phrases);
    if (words) item.append(marked(Object.assign(document.createElement("p"), { className: "search-text" }), words, phrases));
    return item;
  }

  /** 还在找的时候，窄屏上先不显示下面的说明（search.css），免得结果到了把它挤下去。 */
  const answered = (done) => document.documentElement.classList.toggle("answered", done);
  async function run() {
    const turn = ++running, words = field.value.trim();
    document.documentElement.classList.toggle("asked", Boolean(words));
    answered(false);
    list.replaceChildren();
    more.hidden = true;
    told.textContent = "";
    try {
      const scope = await open(isCounty() ? "county" : "own");
      if (turn !== running) return;
      filters(scope);
      if (!words) return;
      told.textContent = "正在找…";
      const chosen = Object.fromEntries(["unit", "column", "year", "validity"].map((name) => [name, form.elements[name].value]));
      const index = await indexFor(scope);
      if (index !== scope && !isCounty()) chosen.unit = unitSlug;
      const answer = await index.search(words, chosen);
      if (turn !== running) return;
      if (!answer) { told.textContent = "请写要找的字。"; return; }
      await next(turn, answer, answer.results);
    } catch (error) {
      if (turn === running) told.textContent = "搜索要用的文件没有取到，请稍后再试。";
      throw error;
    } finally {
      if (turn === running) answered(true);
    }
  }
  async function next(turn, answer, results, looked = { count: 0 }, ahead = results.next()) {
    const added = [];
    let each = await ahead, vain = 0; // 多取一条，才知道还有没有
    while (!each.done && added.length < PAGE && vain < VAIN) {
      if (each.value) added.push(each.value); else vain += 1;
      looked.count += 1;
      each = await results.next();
    }
    if (turn !== running) return;
    const items = added.map((one) => shown(one, answer.phrases));
    const before = list.childElementCount;
    list.append(...items);
    told.textContent = summary(answer, each.done, list.childElementCount, answer.most - looked.count);
    more.hidden = each.done;
    more.firstElementChild.onclick = () => next(turn, answer, results, looked, Promise.resolve(each));
    if (before) (items[0] || more).querySelector("a, button")?.focus();
  }
  function summary({ sure, most }, done, total, left) {
    if (done) return total ? `共 ${total} 条` : "没有找到。可以少写几个字，或者换个说法。";
    if (sure) return `共 ${most} 条，先列出 ${total} 条`;
    return total ? `先列出 ${total} 条，还有 ${left} 条可能是` : `还没有找到，还有 ${left} 条可能是，可以接着找`;
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

  const narrow = page.querySelector("[data-narrow]"), narrowed = document.documentElement.classList;
  narrow.setAttribute("aria-expanded", String(narrowed.contains("narrowed")));
  narrow.addEventListener("click", () => narrow.setAttribute("aria-expanded", String(narrowed.toggle("narrowed"))));

  field.value = wanted.get("q") || "";
  for (const name of ["in", "validity"]) if (wanted.get(name)) form.elements[name].value = wanted.get(name);
  if (!field.value) field.focus();
  run();
})();
