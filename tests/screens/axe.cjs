// node axe.cjs < {start, jobs: [{address, look, width}]}: what axe-core finds in each page, in that view, at that width.
"use strict";
const { readFileSync } = require("node:fs");
const { input, launch, main, stay, watched } = require("./watched.cjs");

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const OPTIONS = { resultTypes: ["violations", "incomplete"], rules: { "target-size": { enabled: true } } };

const told = (found) => found.map((rule) => ({
  rule: rule.id, impact: rule.impact, help: rule.help,
  places: rule.nodes.map((node) => [node.target.join(" "), node.html.slice(0, 160), [...node.any, ...node.all].map((each) => each.message).join("; ").slice(0, 240)]),
}));

main(async () => {
  const { start, jobs } = input();
  const browser = await launch();
  const tabs = {};
  const found = [];
  for (const job of jobs) {
    const { address, look, width } = job;
    const opened = tabs[look] ??= await watched(browser, start, { look });
    await opened.tab.setViewportSize({ width, height: 900 });
    await stay(opened.tab, `${start}/${address}`);
    await opened.tab.evaluate(AXE);
    const result = await opened.tab.evaluate((options) => axe.run(document, options), OPTIONS);
    const overflow = await opened.tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    found.push({ ...job, overflow, told: opened.told.splice(0), violations: told(result.violations), incomplete: told(result.incomplete) });
  }
  await browser.close();
  return found;
});
