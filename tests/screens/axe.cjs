// node axe.cjs < {start, jobs: [{address, look, width}]}: what axe-core finds in each page, in that view, at that width.
"use strict";
const { readFileSync } = require("node:fs");
const { input, launch, main, stay, watched } = require("./watched.cjs");

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const OPTIONS = { resultTypes: ["violations", "incomplete"], rules: { "target-size": { enabled: true } } };

const told = (found) => found.flatMap((rule) => rule.nodes.map((node) => `${rule.id} ${node.target.join(" ")}: ${[...node.any, ...node.all].map((each) => each.message).join("; ").slice(0, 160)}`));

// Contrast that axe leaves open, since another box lies over the text or it is scrolled out of sight: from the text's own
// colour and the nearest opaque ground among what holds it. Runs in the page; gives what is below 4.5 or has no such ground.
const faint = (selectors) => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (color, below) => {
    pen.fillStyle = below ? `rgb(${below.join(" ")})` : "#000";
    pen.fillRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (color) => color.map((each) => each / 255).map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, place) => sum + each * [0.2126, 0.7152, 0.0722][place], 0);
  const isOpaque = (color) => !/^transparent$|[,/] ?0?\.?\d+\)$/u.test(color) || /^rgb\(/u.test(color);
  return selectors.filter((selector) => {
    const each = document.querySelector(selector);
    let ground = each;
    while (ground && !isOpaque(getComputedStyle(ground).backgroundColor)) {
      if (getComputedStyle(ground).backgroundImage !== "none" || getComputedStyle(ground).opacity !== "1") return true;
      ground = ground.parentElement;
    }
    const below = paint(ground ? getComputedStyle(ground).backgroundColor : getComputedStyle(document.documentElement).backgroundColor);
    const [one, other] = [light(below), light(paint(getComputedStyle(each).color, below))].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05) < 4.5;
  });
};
const open = async (tab, incomplete) => {
  const contrast = incomplete.filter((rule) => rule.id === "color-contrast").flatMap((rule) => rule.nodes.map((node) => node.target.join(" ")));
  const left = await tab.evaluate(faint, contrast);
  return { settled: contrast.length - left.length, open: [...left.map((each) => `color-contrast ${each}`), ...told(incomplete.filter((rule) => rule.id !== "color-contrast"))] };
};

// What no page of ours does: a test of the judges themselves.
const spoil = () => {
  document.querySelector("main").insertAdjacentHTML("beforeend", '<h2></h2><img src="https://elsewhere.example/a.png">' +
    '<p class="lead" style="color:red">甲</p><p class="faint">看不清的字</p><div class="long"></div>');
  document.querySelector(".faint").style.color = "#ddd";
  document.querySelector(".long").style.cssText = "width:3000px;height:9px";
  document.body.append(Object.assign(document.createElement("script"), { textContent: "0" }));
};

// A layout that fell apart: on a wide window the content begins in the first screen, most of the width is its own, and
// what stands above everything goes from edge to edge.
const fallen = () => {
  const boxes = (selector) => [...document.querySelectorAll(selector)].map((each) => each.getBoundingClientRect());
  return [
    ...boxes("main").filter(({ top, width }) => top > 600 || width < innerWidth * 0.45).map(({ top, width }) => `layout main ${top} ${width}`),
    ...boxes("body > :is(.ribbon, .example)").filter(({ width }) => width < innerWidth * 0.9).map(({ width }) => `layout above ${width}`),
  ];
};

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
    if (job.spoil) await opened.tab.evaluate(spoil);
    if (width > 1200 && !/elderly|largest/u.test(look)) opened.told.push(...await opened.tab.evaluate(fallen));
    await opened.tab.evaluate(AXE);
    const result = await opened.tab.evaluate((options) => axe.run(document, options), OPTIONS);
    const overflow = await opened.tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    found.push({ ...job, overflow, told: opened.told.splice(0), violations: told(result.violations), ...await open(opened.tab, result.incomplete) });
  }
  await browser.close();
  return found;
});
