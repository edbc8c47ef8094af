"use strict";

/* Rows that are added, removed (with a way back) and moved without a reload,
   and the search inside long lists of checkboxes. The server does all of it, too. */
(() => {
  const tell = (rows) => rows.dispatchEvent(new CustomEvent("rows-changed", { bubbles: true }));

  class Rows {
    constructor(section) {
      this.section = section;
      this.list = section.querySelector("[data-list]");
      this.count = section.querySelector("[data-count]");
      this.template = section.querySelector("template");
      section.addEventListener("click", (event) => this.clicked(event));
      this.order();
    }

    get rows() {
      return [...this.list.querySelectorAll("[data-row]:not([hidden])")];
    }

    clicked(event) {
      const button = event.target.closest("button");
      if (!button) return;
      const row = button.closest("[data-row]");
      if (button.matches("[data-add]")) this.add();
      else if (button.matches("[data-up]")) this.move(row, -1);
      else if (button.matches("[data-down]")) this.move(row, 1);
      else if (button.matches("[data-remove]")) this.remove(row);
      else return;
      event.preventDefault();
    }

    add() {
      const index = this.count.value;
      const html = this.template.innerHTML.replaceAll("__row__", index);
      this.list.insertAdjacentHTML("beforeend", html);
      this.count.value = Number(index) + 1;
      this.order();
      const row = this.list.lastElementChild;
      const first = row.querySelector("input:not([type=hidden]), select, textarea");
      if (first) first.focus();
      tell(this.section);
    }

    move(row, by) {
      const rows = this.rows;
      const place = rows.indexOf(row) + by;
      if (place < 0 || place >= rows.length) return;
      if (by < 0) rows[place].before(row);
      else rows[place].after(row);
      this.order();
      row.querySelector(by < 0 ? "[data-up]" : "[data-down]").focus();
      tell(this.section);
    }

    remove(row) {
      const mark = document.createElement("input");
      mark.type = "hidden";
      mark.name = `${row.dataset.row}-remove`;
      mark.value = "on";
      row.append(mark);
      row.hidden = true;
      const note = document.createElement("p");
      note.className = "row-removed";
      note.setAttribute("role", "status");
      note.textContent = `${row.querySelector("legend").textContent.trim()} – ${this.section.dataset.removed} `;
      const undo = document.createElement("button");
      undo.type = "button";
      undo.className = "button secondary small";
      undo.textContent = this.section.dataset.undo;
      undo.addEventListener("click", () => {
        mark.remove();
        row.hidden = false;
        note.remove();
        this.order();
        tell(this.section);
        row.querySelector("[data-remove]").focus();
      });
      note.append(undo);
      row.after(note);
      undo.focus();
      this.order();
      tell(this.section);
    }

    order() {
      const all = [...this.list.querySelectorAll("[data-row]")];
      all.forEach((row, place) => {
        row.querySelector("[data-position]").value = place;
      });
      this.rows.forEach((row, place, rows) => {
        const number = row.querySelector("[data-number]");
        if (number) number.textContent = place + 1;
        const up = row.querySelector("[data-up]");
        const down = row.querySelector("[data-down]");
        if (up) up.setAttribute("aria-disabled", place === 0);
        if (down) down.setAttribute("aria-disabled", place === rows.length - 1);
      });
      const nothing = this.section.querySelector("[data-nothing]");
      if (nothing) nothing.hidden = this.rows.length > 0;
    }
  }

  class Tree {
    constructor(tree) {
      this.tree = tree;
      this.filter = tree.querySelector("[data-tree-filter]");
      this.status = tree.querySelector("[data-tree-count]");
      this.wasOpen = [...tree.querySelectorAll("details[open]")];
      tree.querySelector("[data-tree-tools]").hidden = false;
      this.filter.addEventListener("input", (event) => {
        event.stopPropagation();
        this.show();
      });
      this.filter.addEventListener("change", (event) => event.stopPropagation());
      this.filter.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault();
      });
    }

    show() {
      const wanted = this.filter.value.trim().toLocaleLowerCase();
      let found = 0;
      for (const item of [...this.tree.querySelectorAll("li")].reverse()) {
        const label = item.querySelector(":scope > label, :scope > details > label");
        const fits = label.textContent.toLocaleLowerCase().includes(wanted);
        const hasFitting = item.querySelector("li:not([hidden])") !== null;
        found += fits ? 1 : 0;
        item.hidden = !(fits || hasFitting);
        const branch = item.querySelector(":scope > details");
        if (branch) branch.open = wanted ? hasFitting || fits : this.wasOpen.includes(branch);
      }
      if (!wanted) for (const item of this.tree.querySelectorAll("li")) item.hidden = false;
      this.status.textContent = wanted ? this.filter.dataset.found.replace("%s", found) : "";
    }
  }

  const here = document.querySelector(".draft-contents [aria-current]");
  if (here) here.closest("ol").scrollLeft = here.offsetLeft - here.closest("ol").offsetLeft;
  for (const section of document.querySelectorAll("[data-rows]")) new Rows(section);
  for (const tree of document.querySelectorAll("[data-tree]")) new Tree(tree);
})();
