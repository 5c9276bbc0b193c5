// The same pages as the other peers make: documents, lists of twenty by unit, column and year, a feed for each unit.
const SIZE = 20;

function listsOf(documents) {
  const groups = new Map();
  for (const each of documents) {
    const { unit, unit_name, column, column_name, year } = each.data;
    for (const [key, title] of [[unit, unit_name], [`${unit}/${column}`, column_name], [`${unit}/y${year}`, `${year} 年`]]) {
      if (!groups.has(key)) groups.set(key, { title, unit, unit_name, items: [] });
      groups.get(key).items.push(each);
    }
  }
  const lists = [];
  for (const [key, group] of groups) {
    const count = Math.ceil(group.items.length / SIZE);
    const url = (number) => (number === 0 ? `${key}/index.html` : `${key}/page/${number + 1}/index.html`);
    for (let number = 0; number < count; number++) {
      const items = group.items.slice(number * SIZE, (number + 1) * SIZE);
      const newer = number > 0 ? url(number - 1) : "";
      const older = number + 1 < count ? url(number + 1) : "";
      lists.push({ ...group, items, url: url(number), newer, older });
    }
  }
  return lists;
}

export default function (config) {
  const documents = (api) => api.getFilteredByGlob("content/**/*.md").sort((a, b) => b.date - a.date);
  config.addCollection("documents", documents);
  config.addCollection("lists", (api) => listsOf(documents(api)));
  config.addCollection("units", (api) =>
    listsOf(documents(api)).filter((list) => list.url === `${list.unit}/index.html`),
  );
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  return { dir: { input: ".", includes: "_includes", output: "_site" }, markdownTemplateEngine: false };
}
