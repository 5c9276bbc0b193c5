// 搜索的核心在 node 里跑：node search.cjs 网站文件夹 范围 < 查询（一行一个 JSON 文字） > 结果（一行一个 JSON）
"use strict";
const { readFileSync } = require("node:fs");
const { gzipSync } = require("node:zlib");
const path = require("node:path");
const vm = require("node:vm");

const [, , root, scope, script] = process.argv;
const Engine = require(path.resolve(script));
const common = readFileSync(path.join(__dirname, "../../generator/rules/common_characters.txt"), "utf8").split("\n").filter((line) => line && !line.startsWith("#")).join(" ");
const read = new Map(); // 每个文件只读一次，大小每次都算
let bytes = 0, heard = null;
const page = vm.createContext({ gongkai: (name, value) => { heard = { name, value }; } });
const load = async (place, name) => {
  if (!read.has(place)) {
    const text = readFileSync(path.join(root, place), "utf8");
    heard = null;
    vm.runInContext(text, page);
    if (heard?.name !== name) throw new Error(`${place}: ${name}`);
    read.set(place, [heard.value, gzipSync(text).length]);
  }
  bytes += read.get(place)[1];
  return read.get(place)[0];
};
(async () => {
  for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const { words, limit = Infinity, filters = {} } = JSON.parse(line);
    bytes = 0;
    const engine = new Engine(load, scope === "county" ? { county: "search/", common } : { own: `${scope}/search/`, unit: scope, common });
    const answer = await engine.search(words, filters);
    const found = [];
    if (answer) for await (const each of answer.results) {
      if (!each) continue; // 看了原文才知道不是
      found.push(each.url);
      if (found.length >= limit) break;
    }
    console.log(JSON.stringify({ words, found, bytes, most: answer ? answer.most : 0 }));
  }
})();
