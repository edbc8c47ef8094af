"use strict";

/* Adds up the budget while one types, in whole cents, as the server does; the
   server's own sums and sentences come after each save. */
(() => {
  const UNITS = { "": 1n, 元: 1n, 万: 10000n, 万元: 10000n, 亿: 100000000n, 亿元: 100000000n };
  const WRITTEN = /^(?:¥|CNY|RMB)?(\d+|\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.(\d*))?(万元|亿元|元|万|亿)?$/i;

  /* Cents; nothing where it cannot be read. */
  const centsOf = (text) => {
    const plain = text.normalize("NFKC").replaceAll("￥", "¥").replace(/[\s'’_]/g, "").replaceAll("，", ",").replaceAll("。", ".");
    const found = WRITTEN.exec(plain);
    if (!found) return 0n;
    const decimals = (found[2] || "").replace(/0+$/, "");
    const digits = BigInt(found[1].replaceAll(",", "") + decimals) * 100n * UNITS[found[3] || ""];
    const scale = 10n ** BigInt(decimals.length);
    return digits % scale ? 0n : digits / scale;
  };

  const written = (cents) => {
    if (!cents) return "–";
    const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
    return `${whole}.${(cents % 100n).toString().padStart(2, "0")}`;
  };

  class Budget {
    constructor(root) {
      this.root = root;
      this.cells = [...root.querySelectorAll("input[data-amount]")];
      this.form = root.closest("form");
      root.addEventListener("input", () => this.show());
      root.addEventListener("change", (event) => this.tidy(event.target));
      root.addEventListener("keydown", (event) => this.move(event));
      this.form.addEventListener("autosaved", () => this.check());
      this.show();
    }

    /* Every sum that stands somewhere on the page, by its name. */
    sums() {
      const found = new Map();
      const add = (name, cents) => found.set(name, (found.get(name) || 0n) + cents);
      for (const cell of this.cells) {
        const [source, category, year] = cell.name.split("_");
        const cents = centsOf(cell.value);
        for (const name of [source, "all"]) {
          add(name, cents);
          add(`${name} ${year}`, cents);
          add(`${name} ${category}`, cents);
        }
      }
      return found;
    }

    show() {
      const sums = this.sums();
      for (const place of this.root.querySelectorAll("[data-sum]")) {
        const text = written(sums.get(place.dataset.sum) || 0n);
        const inner = place.querySelector("strong") || place;
        if (inner.textContent !== text) inner.textContent = text;
      }
    }

    /* A readable sum gets its separators when one leaves the field. */
    tidy(field) {
      if ("amount" in field.dataset && centsOf(field.value)) field.value = written(centsOf(field.value));
    }

    /* Up and down go through a column. */
    move(event) {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const field = event.target;
      if (!step || !("amount" in field.dataset) || event.isComposing) return;
      const [source, , year] = field.name.split("_");
      const column = this.cells.filter((cell) => cell.name.startsWith(`${source}_`) && cell.name.endsWith(`_${year}`));
      const next = column[column.indexOf(field) + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.select();
    }

    async check() {
      const place = this.root.querySelector("[data-budget-sums]");
      try {
        const answer = await fetch(this.root.dataset.check, { credentials: "same-origin" });
        if (!answer.ok || answer.redirected) return;
        const isOpen = place.querySelector("details")?.open;
        place.innerHTML = await answer.text();
        if (isOpen) place.querySelector("details").open = true;
        this.show();
      } catch {
        // The next save asks again.
      }
    }
  }

  for (const root of document.querySelectorAll("[data-budget]")) new Budget(root);
})();
