// A tab that is watched: what it asked of other hosts, what the security policy refused, what was complained of.
"use strict";
const { chromium } = require("playwright-core");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--lang=zh-CN"];
const VIEWS = { light: {}, dark: { colorScheme: "dark" }, elderly: { view: "elderly" }, largest: { view: "elderly largest" },
  "elderly-dark": { view: "elderly", colorScheme: "dark" } };

const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });

// Reports violations of the policy to the console and sets the view, as the switch of an earlier page has left it.
const begin = (view) => {
  document.addEventListener("securitypolicyviolation", (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`));
  try { if (view) localStorage.setItem("gongkai-view", view); } catch { /* a page without an origin */ }
};

// A tab for one view at one width; `told` gathers what should not be, and is emptied by whoever reads it.
const watched = async (browser, start, { look = "light", width = 1280, height = 900, ...more } = {}) => {
  const { view = "", colorScheme = "light" } = VIEWS[look];
  const context = await browser.newContext({ locale: "zh-CN", colorScheme, reducedMotion: "reduce", viewport: { width, height }, ...more });
  const tab = await context.newPage();
  const told = [], asked = new Set();
  await tab.addInitScript(begin, view);
  tab.on("request", (request) => { if (request.isNavigationRequest()) asked.add(request.url()); });
  tab.on("request", (request) => { if (!/^(data:|blob:)/u.test(request.url()) && !request.url().startsWith(`${start}/`)) told.push(`foreign ${request.url()}`); });
  tab.on("pageerror", (error) => told.push(`error ${error.message}`));
  tab.on("console", (message) => {
    const known = /status of (404|410)/u.test(message.text()) && asked.has(message.location().url); // told late, it is of a page that was left
    if (["error", "warning"].includes(message.type()) && !known) told.push(`console ${message.text()}`);
  });
  return { context, tab, told };
};

// Open an address and stay there: a page that leads on at once is looked at before it does. Gives the answer.
const stay = async (tab, url) => {
  const wanted = new URL(url);
  await tab.unrouteAll();
  await tab.route((found) => found.href !== wanted.href, (route) => {
    const request = route.request();
    const leaves = request.isNavigationRequest() && request.frame() === tab.mainFrame();
    return leaves ? route.fulfill({ status: 204 }) : route.continue(); // 204: the browser stays where it is
  });
  const answer = await tab.goto(wanted.href, { waitUntil: "load" });
  if (wanted.searchParams.get("q")) await tab.waitForFunction(() => document.querySelector("[data-found] li"));
  return answer;
};

const input = () => JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const main = (work) => work().then((found) => console.log(JSON.stringify(found))).catch((error) => { console.error(error); process.exit(1); });

module.exports = { VIEWS, input, launch, main, stay, watched };
