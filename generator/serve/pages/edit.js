// 编辑页面：只把改过的字段和正文发出去；边写边问有什么问题；保存前文件在别处改过，就不写。
"use strict";
(() => {
  const home = document.querySelector("[data-word]");
  if (home === null) return;

  const send = async (what, order) => {
    const answer = await fetch(`/-/edit/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Gongkai-Word": home.dataset.word },
      body: JSON.stringify(order),
    });
    const text = await answer.text();
    try {
      return { status: answer.status, said: JSON.parse(text) };
    } catch {
      const told = answer.status >= 500 ? "程序出错，没有保存；细节在终端里" : text;
      return { status: answer.status, said: { message: told || "没有回答，请再试一次" } };
    }
  };
  const status = home.querySelector(".gk-said");
  const say = (text, bad = false) => {
    status.textContent = text;
    status.classList.toggle("gk-bad", bad);
  };
  let kept = false; // 说的是刚做完的事：留到人再动手
  const keep = (text, bad = false) => {
    say(text, bad);
    kept = true;
  };
  for (const action of ["pointerdown", "keydown", "input"]) {
    const ends = (event) => {
      if (action !== "input" || event.target.matches("input, textarea, select")) kept = false; // Vditor 自己也会“输入”
    };
    home.addEventListener(action, ends, true);
  }
  const attempt = async (work) => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TypeError) || error.message.indexOf("fetch") < 0) throw error;
      say("预览停了，没有保存：请先在终端里重新运行 gongkai edit；您写的还在这一页里", true);
      return null;
    }
  };
  const make = (name, text, className = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    return made;
  };

  if (home.matches("[data-list]")) list();
  else edit();

  // ── 列表 ──────────────────────────────────────────────────────────────────────────────────────────────────────

  function list() {
    const rows = [...home.querySelectorAll(".gk-documents > li[data-words]")];
    home.querySelector("#gk-filter").addEventListener("input", (event) => {
      const words = event.target.value.trim().split(/\s+/);
      for (const row of rows) row.hidden = !words.every((word) => row.dataset.words.includes(word));
      home.querySelector(".gk-none").hidden = rows.some((row) => !row.hidden) || rows.length === 0;
    });
    const form = home.querySelector("[data-new]");
    if (form === null) return;
    const columns = [...form.column.options];
    const offer = () => {
      const { columns: able, fit } = form.kind.selectedOptions[0].dataset;
      form.column.replaceChildren(...["", ...able.split(" ")].map((key) => columns.find((each) => each.value === key)));
      form.column.value = fit;
    };
    form.kind.addEventListener("change", offer);
    offer();
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { kind, column, title } = form;
      const order = { unit: home.dataset.unit, kind: kind.value, column: column.value, title: title.value };
      const answer = await attempt(() => send("new", order));
      if (answer === null) return;
      if (answer.status === 200) location.assign(encodeURI(answer.said.place));
      else say(answer.said.message, true);
    });
  }

  // ── 一条信息 ──────────────────────────────────────────────────────────────────────────────────────────────────

  function edit() {
    const whole = document.querySelector("#gk-text");
    const plain = document.querySelector("#gk-body");
    const fields = [...home.querySelectorAll("[data-field][data-shape]")];
    const first = plain === null ? "" : plain.value;
    let richFirst = plain === null ? "" : plain.dataset.rich; // 给 Vditor 的写法：星号等前面有反斜杠
    let digest = home.dataset.digest;
    let opened = new Map();
    let wholeOpened = whole === null ? "" : whole.value;
    let plainShown = first;
    let rich = null; // Vditor，打开以后才有
    let richShown = null;
    let isRich = false;

    const part = (control) => (control.type === "checkbox" ? (control.checked ? control.value : "") : control.value);
    const row = (place) => {
      const found = [...place.querySelectorAll("[data-part]")].map((each) => [each.dataset.part, part(each)]);
      const written = found.filter(([, value]) => value.trim() !== "");
      return written.length === 0 ? null : Object.fromEntries(written);
    };
    const value = (field) => {
      if (field.dataset.shape === "table") return row(field);
      if (field.dataset.shape === "tables") {
        const rows = [...field.querySelectorAll(".gk-row")].map(row).filter((each) => each !== null);
        return rows.length === 0 ? null : rows;
      }
      return part(field.querySelector("[data-part]")) || null;
    };
    const snapshot = () => new Map(fields.map((field) => [field.dataset.field, JSON.stringify(value(field))]));
    const body = () => {
      const shown = isRich ? richShown : plainShown;
      const text = isRich ? rich.getValue() : plain.value;
      return shown === text ? null : { shown, text };
    };
    const order = () => {
      const base = { path: home.dataset.path, digest };
      if (whole !== null) return { ...base, text: whole.value };
      const changed = fields.filter((field) => JSON.stringify(value(field)) !== opened.get(field.dataset.field));
      const values = Object.fromEntries(changed.map((field) => [field.dataset.field, value(field)]));
      const before = Object.fromEntries(Object.keys(values).map((name) => [name, JSON.parse(opened.get(name))]));
      return { ...base, fields: values, opened: before, body: body() };
    };
    const isChanged = () => {
      if (whole !== null) return whole.value !== wholeOpened;
      const now = order();
      return Object.keys(now.fields).length > 0 || now.body !== null;
    };
    const settle = (written) => {
      opened = snapshot();
      if (whole !== null) {
        wholeOpened = whole.value;
        return;
      }
      plainShown = written.body;
      richFirst = written.rich;
      if (isRich) richShown = rich.getValue();
      else plain.value = plainShown;
    };

    // ── 问题 ──

    const places = home.querySelectorAll(".gk-field[data-field], .gk-body");
    const told = home.querySelector("[data-findings]");
    const count = home.querySelector("[data-count]");
    let timer = 0, asking = false, again = false;
    const show = (findings) => {
      told.replaceChildren(...findings.map(item));
      count.textContent = findings.length === 0 ? "没有问题" : `${findings.length} 个问题`;
      for (const place of places) {
        const here = place.querySelector(":scope > .gk-here");
        const own = findings.filter((each) => each.field === place.dataset.field && each.weight !== "info");
        here.replaceChildren(...own.map((each) => make("li", each.message, `gk-${each.weight}`)));
      }
    };
    const item = (each) => {
      const made = make("li", "", `gk-${each.weight}`);
      const what = make("p", "", "gk-what");
      what.append(make("b", each.severity), ` ${each.message} `, make("span", each.code, "gk-code"));
      made.append(what);
      if (each.fix) made.append(make("p", `改法：${each.fix}`, "gk-how"));
      if (each.law) made.append(make("p", `依据：${each.law}`, "gk-how"));
      made.append(make("p", `第 ${each.line} 行`, "gk-how gk-line-number"));
      if (each.field) {
        made.dataset.field = each.field;
        made.addEventListener("click", () => go(each.field));
      }
      return made;
    };
    const go = (name) => {
      const place = [...places].find((each) => each.dataset.field === name);
      if (place === undefined) return;
      const folded = place.closest("details");
      if (folded !== null) folded.open = true;
      place.scrollIntoView({ block: "center" });
      place.querySelector("input, select, textarea:not([hidden])")?.focus({ preventScroll: true });
    };
    const look = async () => {
      if (asking) {
        again = true;
        return;
      }
      asking = true;
      const answer = await attempt(() => send("look", order()));
      asking = false;
      if (answer !== null) heard(answer);
      if (again) {
        again = false;
        look();
      }
    };
    const heard = ({ status: code, said }) => {
      if (code !== 200) return say(said.message, true);
      show(said.findings);
      if (said.stale) return say("这个文件在别处改过了：保存时会让您看两边的差别", true);
      if (said.unsure) return say("文件头的写法太特别，改不准：点“原文”直接改", true);
      if (!kept) say(isChanged() ? "还没有保存" : "");
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(look, 400);
    };

    // ── 保存 ──

    const dialog = document.querySelector(".gk-conflict");
    const save = async (merging = false) => {
      const button = home.querySelector("button.gk-main");
      button.disabled = true;
      say("正在保存……");
      const answer = await attempt(() => send("save", order()));
      button.disabled = false;
      if (answer === null) return;
      if (answer.status === 409) clash(answer.said);
      else if (answer.status !== 200) say(answer.said.message, true);
      else {
        digest = answer.said.digest;
        if (merging) return reopen(); // 别人改的也要看得见
        settle(answer.said);
        for (const each of home.querySelectorAll(".gk-guessed")) {
          if (!answer.said.guesses.includes(each.closest("[data-field]").dataset.field)) each.remove();
        }
        const page = home.querySelector(".gk-see");
        if (answer.said.page === "") page.removeAttribute("href");
        else page.href = answer.said.page;
        page.nextElementSibling.hidden = answer.said.page !== "";
        keep(answer.said.message);
        look();
      }
    };
    const clash = (said) => {
      say(said.message, true);
      dialog.querySelector(".gk-diff").replaceChildren(...said.diff.split("\n").flatMap(diffLine));
      for (const name of ["theirs", "mine"]) {
        const place = dialog.querySelector(`[data-${name}]`);
        if (place !== null) place.value = said[name];
      }
      const merge = dialog.querySelector("[data-merge]");
      merge.hidden = !said.fits;
      dialog.querySelector("[data-both]").hidden = said.fits;
      merge.onclick = () => {
        digest = said.digest;
        dialog.close();
        save(true);
      };
      dialog.showModal();
    };
    const diffLine = (line) => {
      const kind = line.startsWith("@@") || /^(---|\+\+\+) /.test(line) ? "gk-mark" : line[0] === "-" ? "gk-less" : line[0] === "+" ? "gk-plus" : "";
      return [make("span", line, kind), "\n"];
    };
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    let leaving = false;
    const reopen = () => {
      leaving = true;
      location.reload();
    };
    dialog.querySelector("[data-reopen]").addEventListener("click", reopen);
    addEventListener("beforeunload", (event) => {
      if (!leaving && isChanged()) event.preventDefault();
    });
    home.addEventListener("submit", (event) => {
      event.preventDefault();
      save();
    });
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        save();
      }
    });
    home.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); // 回车不是保存
    });

    // ── 字段 ──

    let rows = 0;
    const addRow = (field, values = {}) => {
      const made = field.querySelector("template").content.cloneNode(true).firstElementChild;
      rows += 1;
      for (const each of made.querySelectorAll("[id], [for]")) {
        for (const name of ["id", "for"]) {
          if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace("-new-", `-new${rows}-`));
        }
      }
      for (const each of made.querySelectorAll("[data-part]")) each.value = values[each.dataset.part] ?? "";
      field.querySelector(".gk-rows").append(made);
      return made;
    };
    home.addEventListener("click", (event) => {
      const field = event.target.closest("[data-field]");
      if (event.target.matches("[data-add]")) addRow(field).querySelector("input").focus();
      else if (event.target.matches("[data-remove]")) event.target.closest(".gk-row").remove();
      else return;
      soon();
    });
    const names = home.dataset.names === undefined ? {} : JSON.parse(home.dataset.names);
    const demand = () => {
      const written = value(fields.find((field) => field.dataset.field === "kind"));
      const kind = names[written] ?? home.dataset.kind;
      for (const field of fields) {
        if (field.dataset.kinds === "") continue;
        const wanted = field.dataset.kinds.split(" ").includes(kind);
        field.querySelector(".gk-needed").hidden = !wanted;
        const folded = field.closest("details");
        if (wanted && folded !== null) home.querySelector(".gk-sheet > .gk-fields").append(field);
      }
    };
    if (!navigator.language.startsWith("zh")) home.classList.add("gk-abroad"); // its days are drawn as elsewhere
    home.addEventListener("input", (event) => {
      const day = event.target.type === "date" ? event.target.nextElementSibling : null;
      if (day !== null) day.textContent = event.target.value; // as the file has it, whatever the browser's language
      if (event.target.closest('[data-field="kind"]') !== null) demand();
      if (!event.target.matches("[data-files]") && event.target.closest("#gk-rich") === null) soon();
    });

    // ── 正文 ──

    const place = document.querySelector("#gk-rich");
    const toggle = home.querySelector("[data-source]");
    const open = (text) => {
      isRich = true;
      plain.hidden = true;
      place.hidden = false;
      toggle.textContent = "看 Markdown";
      toggle.setAttribute("aria-pressed", "false");
      if (text !== undefined) rich.setValue(text, true);
    };
    const close = (text) => {
      isRich = false;
      plain.value = text;
      plain.hidden = false;
      place.hidden = true;
      toggle.textContent = "看排版";
      toggle.setAttribute("aria-pressed", "true");
    };
    const swap = async () => {
      if (!isRich) {
        const answer = body() === null ? null : await attempt(() => send("look", order()));
        if (answer !== null && answer.said.rich === undefined) return;
        open(richFirst);
        richShown = rich.getValue();
        if (answer !== null) rich.setValue(answer.said.rich, true);
      } else if (body() === null) close(plainShown);
      else {
        const answer = await attempt(() => send("look", order()));
        if (answer?.said.body === undefined) return;
        close(answer.said.body);
      }
      soon();
    };
    const start = () => {
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      const made = new window.Vditor(place, {
        cdn: "/-/vditor",
        lang: "zh_CN",
        icon: "material",
        mode: "wysiwyg",
        minHeight: 360,
        theme: dark ? "dark" : "classic",
        cache: { enable: false },
        counter: { enable: false },
        resize: { enable: false },
        toolbarConfig: { pin: true },
        toolbar: ["headings", "bold", "|", "list", "ordered-list", "table", "|", "link", "upload", "|", "undo", "redo"],
        preview: {
          hljs: { enable: false },
          markdown: { autoSpace: false, fixTermTypo: false, gfmAutoLink: false, toc: false, codeBlockPreview: false, mathBlockPreview: false },
          theme: { current: dark ? "dark" : "light", path: "/-/vditor/dist/css/content-theme" },
        },
        upload: { accept: "*/*", multiple: true, handler: (files) => (take(files), null) },
        input: soon,
        value: richFirst,
        after: () => {
          rich = made;
          richShown = rich.getValue();
          open();
          home.dataset.ready = "rich";
        },
      });
    };

    // ── 拖进来的文件 ──

    const encode = (file) =>
      new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
      });
    const insert = (text) => {
      if (isRich && place.contains(document.activeElement)) rich.insertMD(`\n\n${text}\n\n`);
      else if (isRich) rich.setValue(`${rich.getValue().trimEnd()}\n\n${text}\n`);
      else plain.setRangeText(`\n\n${text}\n\n`, plain.selectionStart, plain.selectionEnd, "end");
    };
    const take = async (files) => {
      const told = [];
      for (const file of files) told.push(await attempt(() => takeOne(file)));
      const answered = told.filter((each) => each !== null);
      const ending = answered.some((each) => each.laid) ? "；还没有保存" : "";
      if (answered.length > 0) keep(answered.map((each) => each.text).join("；") + ending, answered.some((each) => each.bad));
      soon();
    };
    const takeOne = async (file) => {
      if (file.size > 50 * 1024 * 1024) return { text: `「${file.name}」超过 50 MiB，没有放进来`, bad: true };
      say(`正在读「${file.name}」……`);
      const sent = { path: home.dataset.path, name: file.name, data: await encode(file) };
      const isText = /\.(docx?|wps|rtf|odt)$/i.test(file.name);
      const answer = await send(isText ? "word" : "file", sent);
      if (answer.status !== 200) return { text: answer.said.message, bad: true };
      if (isText) return fill(file.name, answer.said);
      if (answer.said.picture) {
        const words = prompt("图里是什么？写给看不见图的人听", /[\u4e00-\u9fff]/.test(answer.said.title) ? answer.said.title : "") ?? "";
        insert(`![${words.replace(/[[\]\\]/g, "")}](${answer.said.name})`);
      } else {
        const field = fields.find((each) => each.dataset.field === "attachments");
        addRow(field, { file: answer.said.name, title: answer.said.title });
      }
      return { text: `「${answer.said.name}」放在文档旁边了`, laid: true };
    };
    const fill = (name, said) => {
      const now = isRich ? rich.getValue() : plain.value;
      const blank = now.trim() === "" || now.trim() === "〔待填〕";
      if (!blank && !confirm(`用「${name}」的内容代替现在的正文？（保存以前都可以反悔）`)) return { text: `没有用「${name}」` };
      if (isRich) rich.setValue(said.rich);
      else plain.value = said.body;
      const filled = [];
      for (const field of fields) {
        const given = said.fields[field.dataset.field];
        const control = field.querySelector("[data-part]");
        if (given === undefined || field.dataset.shape.startsWith("table") || control.readOnly) continue;
        control.value = given;
        filled.push(field.querySelector("label").firstChild.textContent);
      }
      demand();
      const rest = said.remarks.length === 0 ? "" : `。请核对：${said.remarks.join("；")}`;
      return { text: `从「${name}」填入了${["正文", ...filled].join("、")}${rest}`, laid: true };
    };

    if (whole !== null) {
      whole.addEventListener("input", soon);
    } else {
      document.addEventListener("dragover", (event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        document.body.classList.add("gk-over");
      });
      document.addEventListener("dragleave", (event) => {
        if (event.relatedTarget === null) document.body.classList.remove("gk-over");
      });
      document.addEventListener(
        "drop",
        (event) => {
          document.body.classList.remove("gk-over");
          if (event.dataTransfer.files.length === 0) return;
          event.preventDefault();
          event.stopPropagation();
          take([...event.dataTransfer.files]);
        },
        true,
      );
      home.querySelector("[data-files]").addEventListener("change", (event) => {
        take([...event.target.files]);
        event.target.value = "";
      });
      toggle.addEventListener("click", swap);
      demand();
      if (window.Vditor !== undefined) start();
      else {
        toggle.hidden = true;
        home.dataset.ready = "plain";
      }
    }
    opened = snapshot();
    if (matchMedia("(max-width: 64rem)").matches) home.querySelector(".gk-side").open = false;
    look();
  }
})();
