"use strict";

/* The search page works without this. With it, filters act at once, stay open or closed as the
   reader left them, and long ones can be searched. */
const LONG = 12;
const opened = new Map();

const prepare = (root) => {
  for (const facet of root.querySelectorAll("details[id]")) {
    if (opened.has(facet.id)) facet.open = opened.get(facet.id);
    facet.addEventListener("toggle", () => opened.set(facet.id, facet.open));
    const rows = facet.querySelectorAll(":scope > ul > li");
    const find = facet.querySelector(":scope > .facet-find");
    if (rows.length > LONG && find) {
      find.hidden = false;
      find.addEventListener("input", () => filter(rows, find.value));
      find.addEventListener("change", (event) => event.stopPropagation());
      find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    }
  }
  /* The button is for those without JavaScript. */
  for (const button of root.querySelectorAll(".facets-apply")) button.hidden = true;
};

const filter = (rows, typed) => {
  const wanted = typed.trim().toLowerCase();
  for (const row of rows) {
    const isChosen = row.querySelector("input").checked;
    row.hidden = !isChosen && !row.textContent.toLowerCase().includes(wanted);
  }
};

/* Older browsers cannot show a closed disclosure beside the results. */
const wide = matchMedia("(min-width: 60rem)");
const openBeside = (root) => {
  const facets = root.querySelector(".facets");
  if (facets && wide.matches && !CSS.supports("selector(::details-content)")) facets.open = true;
};

const begin = (root) => {
  prepare(root);
  openBeside(root);
};
document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
document.addEventListener("htmx:historyRestore", () => begin(document));
begin(document);
