// 在页面画出来以前就运行：网址里已经有要找的字，就先给结果留好位置；已经选了范围的，窄屏上不收起来（search.css）。这样什么都不跳。
"use strict";
{
  const wanted = new URLSearchParams(location.search), page = document.documentElement.classList;
  if (wanted.get("q")) page.add("asked");
  if (["in", "unit", "column", "year", "validity"].some((name) => wanted.get(name))) page.add("narrowed");
}
