/* Read by old browsers only, such as the compatibility mode that many offices have set: they cannot read the rest. */
document.getElementById("state").textContent = "没有连上";
document.getElementById("notice").textContent =
  "这个浏览器太旧，打不开本页。请切换到极速模式，或者换用新版的 Edge、Chrome、360 等浏览器。";
