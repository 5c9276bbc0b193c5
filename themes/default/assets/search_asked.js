// 在页面画出来以前就运行：网址里已经有要找的字，就先给结果留好位置（search.css），结果到了下面的东西不跳。
"use strict";
if (new URLSearchParams(location.search).get("q")) document.documentElement.classList.add("asked");
