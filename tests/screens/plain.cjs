// node plain.cjs < {start, pages, home, within}: what of a page can be read without scripts, and where its links lead to.
"use strict";
const { input, launch, main, stay, watched } = require("./watched.cjs");

// The lines that a reader sees in the main part, without what only a script can serve: buttons, fields, their answers.
const lines = () => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { parentElement: holder, textContent } = texts.currentNode;
    const words = textContent.trim().replaceAll(/\s+/gu, " ");
    if (words && !holder.closest("button, form, script, noscript, output, [role=status], [data-found]") && holder.checkVisibility({ visibilityProperty: true })) found.push(words);
  }
  return found;
};
const leads = () => [...document.querySelectorAll("a[href]")].filter((each) => each.checkVisibility({ visibilityProperty: true })).map((each) => each.href.replace(/#.*/u, ""));

const compare = async (browser, start, pages) => {
  const both = await Promise.all([true, false].map((on) => watched(browser, start, { javaScriptEnabled: on })));
  const found = [];
  for (const page of pages) {
    const [scripted, plain] = await Promise.all(both.map(async ({ tab }) => {
      await stay(tab, `${start}/${page}`);
      return tab.evaluate(lines);
    }));
    found.push({ page, lines: plain.length, lost: scripted.filter((line) => !plain.includes(line)), more: plain.filter((line) => !scripted.includes(line)) });
  }
  return { found, told: both.flatMap(({ told }) => told) };
};
// Follow every link that can be seen, without scripts, and tell which pages it leads to.
const crawl = async (browser, start, { home, within }) => {
  const { tab, told } = await watched(browser, start, { javaScriptEnabled: false });
  const seen = new Set([`${start}/${home}`]), faults = [];
  for (const page of seen) {
    const answer = await tab.goto(page, { waitUntil: "domcontentloaded" });
    if (answer.status() !== 200) faults.push(`${page} ${answer.status()}`);
    const found = await tab.evaluate(leads);
    for (const each of found) if (each.startsWith(`${start}/${within}`) && /(\/|\.html)$/u.test(each)) seen.add(each.replace(/\/$/u, "/index.html"));
  }
  return { pages: [...seen].map((each) => each.slice(start.length + 1)).sort(), faults, told };
};

main(async () => {
  const { start, pages, ...from } = input();
  const browser = await launch();
  const compared = await compare(browser, start, pages);
  const crawled = await crawl(browser, start, from);
  await browser.close();
  return { compared, crawled };
});
