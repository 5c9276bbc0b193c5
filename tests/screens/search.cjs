// 搜索的核心在 node 里跑：node search.cjs 网站文件夹 范围 < 查询（一行一个 JSON 文字） > 结果（一行一个 JSON）
"use strict";
const { readFileSync } = require("node:fs");
const { gzipSync } = require("node:zlib");
const path = require("node:path");
const vm = require("node:vm");

const [, , root, scope, script] = process.argv;
const core = require(path.resolve(script));
let bytes = 0;
const load = async (place, name) => {
  let told;
  const text = readFileSync(path.join(root, place), "utf8");
  bytes += gzipSync(text).length;
  vm.runInNewContext(text, { gongkai: (found, value) => { if (found === name) told = value; } });
  if (told === undefined) throw new Error(`${place}: ${name}`);
  return told;
};
(async () => {
  for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const { words, limit = Infinity, filters = {} } = JSON.parse(line);
    bytes = 0;
    const engine = new core.Engine(load, scope === "county" ? { county: "search/" } : { own: `${scope}/search/`, unit: scope });
    const answer = await engine.search(words, filters);
    const found = [];
    if (answer) for await (const each of answer.results) {
      if (limit < Infinity) await engine.text(each.id);
      found.push(each.url);
      if (found.length >= limit) break;
    }
    console.log(JSON.stringify({ words, found, bytes, most: answer ? answer.most : 0 }));
  }
})();
