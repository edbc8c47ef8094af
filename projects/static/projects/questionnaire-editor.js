"use strict";

/* Conditions in the form builder: the earlier question and the answer that is meant are
   chosen from lists of what stands on the page, where the server knows ids alone. */
(() => {
  const NOT_ASKED = ["section", "heading"];
  const NAME = /^(.*)-(\d+)-value-only_if-(question|wanted)$/;

  const field = (name) => document.querySelector(`[name="${CSS.escape(name)}"]`);
  const valueOf = (name) => field(name)?.value ?? "";

  /* The blocks of a stream or list in order, without those that were removed. */
  const blocks = (prefix) => {
    const found = [];
    for (let place = 0; place < Number(valueOf(`${prefix}-count`)); place += 1) {
      const here = `${prefix}-${place}`;
      if (valueOf(`${here}-deleted`)) continue;
      found.push({
        here,
        id: valueOf(`${here}-id`),
        kind: valueOf(`${here}-type`),
        order: Number(valueOf(`${here}-order`)),
        label: valueOf(`${here}-value-label_zh`) || valueOf(`${here}-value-label_en`),
      });
    }
    return found.sort((one, other) => one.order - other.order);
  };

  const earlier = (stream, place) => {
    const own = Number(valueOf(`${stream}-${place}-order`));
    return blocks(stream).filter(({ order, kind }) => order < own && !NOT_ASKED.includes(kind));
  };

  const fill = (select, chosen, found) => {
    const options = found.map(({ id, label }) => new Option(label || "…", id, false, id === chosen));
    if (chosen && !found.some(({ id }) => id === chosen)) options.unshift(new Option("?", chosen, false, true));
    select.replaceChildren(new Option("—", ""), ...options);
    select.value = chosen;
  };

  class List {
    constructor(input) {
      this.input = input;
      [, this.stream, this.place] = NAME.exec(input.name);
      this.select = document.createElement("select");
      this.select.setAttribute("aria-labelledby", `${input.id}-label`);
      input.after(this.select);
      this.select.addEventListener("focus", () => this.refresh());
      this.select.addEventListener("change", () => {
        input.value = this.select.value;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        refreshAll();
      });
    }

    show(found) {
      this.input.hidden = found !== null;
      this.select.hidden = found === null;
      if (found !== null) fill(this.select, this.input.value, found);
    }
  }

  class EarlierQuestion extends List {
    refresh() {
      this.show(earlier(this.stream, this.place));
    }
  }

  class WantedAnswer extends List {
    refresh() {
      const asked = valueOf(`${this.stream}-${this.place}-value-only_if-question`);
      const question = earlier(this.stream, this.place).find(({ id }) => id === asked);
      const list = question && field(`${question.here}-value-options-count`);
      this.show(list ? blocks(`${question.here}-value-options`) : null);
    }
  }

  let lists = [];
  const refreshAll = () => {
    lists = lists.filter(({ input }) => input.isConnected);
    for (const list of lists) list.refresh();
  };

  const upgrade = () => {
    const marks = [
      ["data-earlier-question", EarlierQuestion],
      ["data-wanted-answer", WantedAnswer],
    ];
    let isNew = false;
    for (const [mark, Kind] of marks) {
      for (const input of document.querySelectorAll(`input[${mark}]:not([data-upgraded])`)) {
        if (!NAME.test(input.name)) continue;
        input.setAttribute("data-upgraded", "");
        lists.push(new Kind(input));
        isNew = true;
      }
    }
    if (isNew) refreshAll();
  };

  const start = () => {
    upgrade();
    new MutationObserver(upgrade).observe(document.body, { childList: true, subtree: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
