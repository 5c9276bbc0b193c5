// node preview.cjs TIMES '[{"page": …, "file": …, "renames": …, "command": […], "folder": …, "starts": …}, …]'
//
// Opens a page of each preview in Chromium, saves its file some times, one preview after the other, and prints what was
// seen as JSON, a value for each: requests to other hosts, errors of the page, milliseconds from the end of each save to
// the frame that shows it (`renames`: a copy is written and takes the file's name), what was kept of where one
// was in the page. Where a command is given, it is started so often, and the milliseconds to the first page are told. The clock is
// read in the page, once the frame has been made in which the word is first there.
"use strict";
const { appendFileSync, renameSync, copyFileSync } = require("node:fs");
const { spawn } = require("node:child_process");
const { connect } = require("node:net");
const { basename, dirname, join } = require("node:path");
const { setTimeout: pause } = require("node:timers/promises");
const { chromium } = require("playwright-core");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const PATIENCE = 60000, REST = 600; // milliseconds for a page; between two saves
const SCROLLED = 40; // how far a page is scrolled down before it is refreshed

// In every document before its own scripts: tells the last word that was saved as soon as a frame has shown it.
const watch = () => {
  let last = "";
  const look = () => {
    const found = (document.body?.textContent ?? "").match(/Saved\d+x\d+/g)?.pop() ?? "";
    if (found === last || found === "") return;
    last = found;
    requestAnimationFrame(() => setTimeout(() => seen(found, Date.now())));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
};

// How far a page is scrolled, whether what was unfolded in the panel is, and where the focus is.
const kept = () => [scrollY, [...document.querySelectorAll("details.gk-rest")].map((each) => each.open),
  document.activeElement?.dataset.copy ?? ""];

// What a script gives in a page that may refresh itself meanwhile: it is asked again in the page that came of it.
async function asked(tab, script, value) {
  for (const last = Date.now() + PATIENCE; ;) {
    try {
      return await tab.evaluate(script, value);
    } catch (error) {
      if (!/context was destroyed|Cannot find context|because of a navigation/.test(error.message) || Date.now() > last) throw error;
      await tab.waitForLoadState("domcontentloaded");
    }
  }
}

const painted = () => new Promise((tell) => requestAnimationFrame(() => setTimeout(() => tell(Date.now()))));

const listens = (port) => new Promise((told) => {
  const socket = connect(port, "127.0.0.1", () => { socket.destroy(); told(true); }).on("error", () => told(false));
});

async function firstPage(tab, { page, command, folder }) {
  const began = Date.now();
  const server = spawn(command[0], command.slice(1), { cwd: folder, stdio: "ignore" });
  process.on("exit", () => server.kill("SIGKILL")); // however this ends
  while (!(await listens(new URL(page).port))) {
    if (server.exitCode !== null || Date.now() - began > PATIENCE) throw new Error(`${command.join(" ")} does not listen`);
    await pause(5);
  }
  await tab.goto(page, { waitUntil: "domcontentloaded", timeout: PATIENCE });
  return [server, (await asked(tab, painted)) - began];
}

async function stop(server) {
  const gone = new Promise((told) => server.once("exit", told));
  server.kill("SIGINT");
  await gone;
}

async function opened(browser, preview) {
  const tab = await browser.newPage(), host = new URL(preview.page).host;
  const found = { tab, preview, foreign: 0, errors: 0, first: [], saves: [], told: () => {}, server: null };
  await tab.exposeFunction("seen", (word, moment) => found.told(word, moment));
  await tab.addInitScript(watch);
  for (let number = 0; number < (preview.starts ?? 0); number += 1) {
    if (found.server !== null) await stop(found.server);
    const [server, passed] = await firstPage(tab, preview);
    found.server = server;
    found.first.push(passed);
  }
  tab.on("request", (request) => { if (new URL(request.url()).host !== host) found.foreign += 1; });
  tab.on("console", (message) => { if (message.type() === "error") found.errors += 1; });
  tab.on("pageerror", () => { found.errors += 1; });
  await tab.goto(preview.page);
  await asked(tab, (place) => {
    scrollTo(0, place);
    for (const fold of document.querySelectorAll("details.gk-rest")) fold.open = true;
    document.querySelector("button[data-copy]")?.focus({ preventScroll: true });
  }, SCROLLED);
  return found;
}

function save({ file, renames }, word) {
  const swap = join(dirname(file), `.${basename(file)}.swp`);
  if (renames) copyFileSync(file, swap);
  appendFileSync(renames ? swap : file, `\n${word}\n`);
  if (renames) renameSync(swap, file);
  return Date.now();
}

async function saved(found, word) {
  await found.tab.bringToFront();
  await pause(REST);
  const shown = new Promise((told, failed) => {
    const late = setTimeout(() => failed(new Error(`${word} was not shown`)), PATIENCE);
    found.told = (seen, moment) => { if (seen === word) { clearTimeout(late); told(moment); } };
  });
  const began = save(found.preview, word);
  found.saves.push((await shown) - began);
}

(async () => {
  const [times, previews] = [Number(process.argv[2]), JSON.parse(process.argv[3])];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
  const all = [];
  for (const preview of previews) all.push(await opened(browser, preview));
  for (let number = 0; number < times; number += 1) {
    for (const found of all) await saved(found, `Saved${process.pid}x${number}`);
  }
  for (const found of all) found.kept = await asked(found.tab, kept);
  await browser.close();
  for (const found of all) if (found.server !== null) await stop(found.server);
  console.log(JSON.stringify(all.map(({ foreign, errors, first, saves, kept }) => ({ foreign, errors, first, saves, kept }))));
})().catch((error) => { console.error(error); process.exit(1); });
