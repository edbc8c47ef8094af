"use strict";

/* Questions that are asked only if an earlier one was answered so or so, and rows of
   tables. The server decides both by itself; without this script all questions are
   shown, each with the sentence that says when to answer it. */
(() => {
  const changed = (element) => element.dispatchEvent(new CustomEvent("rows-changed", { bubbles: true }));
  const plain = (text) => text.trim().toLowerCase();

  class Question {
    constructor(element) {
      this.element = element;
      this.name = element.dataset.question;
      this.kind = element.dataset.kind;
      this.condition = element.dataset.onlyIf ? JSON.parse(element.dataset.onlyIf) : null;
      element.classList.add("is-watched");
    }

    get fields() {
      return [...this.element.querySelectorAll(`[name="${CSS.escape(this.name)}"]`)];
    }

    /* What stands in the form now: a text, a list of ticked options, or nothing. */
    get answer() {
      if (this.element.hidden) return null;
      switch (this.kind) {
        case "multiple_choice":
          return this.fields.filter((field) => field.checked).map((field) => field.value);
        case "choice": {
          const chosen = this.fields.find((field) => field.type !== "radio" || field.checked);
          return chosen ? chosen.value : null;
        }
        case "consent":
          return this.fields.some((field) => field.checked) ? "on" : null;
        case "table":
          return [...this.element.querySelectorAll("[data-list] :is(input, select)")].map((field) => field.value).filter(plain);
        case "file":
          return [...this.element.querySelectorAll("input[type=checkbox]")].filter((field) => !field.checked);
        default:
          return this.fields.length ? this.fields[0].value.trim() : null;
      }
    }

    equals(answer, wanted) {
      if (this.kind === "number" || this.kind === "money") return Number(answer) === Number(wanted);
      return plain(answer) === plain(wanted);
    }

    meets({ operator, wanted }) {
      const answer = this.answer;
      if (answer === null || answer.length === 0) return false;
      switch (operator) {
        case "is":
          return this.equals(answer, wanted);
        case "is-not":
          return !this.equals(answer, wanted);
        case "contains":
          return Array.isArray(answer) ? answer.includes(wanted) : plain(answer).includes(plain(wanted));
        default:
          return true;
      }
    }
  }

  const questions = [...document.querySelectorAll("[data-question]")].map((element) => new Question(element));
  const byName = new Map(questions.map((question) => [question.name, question]));

  /* In order, so that a question whose own condition fails answers nothing below. */
  const show = () => {
    for (const question of questions) {
      const { condition } = question;
      if (!condition) continue;
      const earlier = byName.get(condition.question);
      question.element.hidden = !(earlier ? earlier.meets(condition) : condition.met);
    }
  };

  class Table {
    constructor(table) {
      this.table = table;
      this.list = table.querySelector("[data-list]");
      this.count = table.querySelector("[data-count]");
      this.template = table.querySelector("template");
      this.button = table.querySelector("[data-table-add]");
      table.addEventListener("click", (event) => this.clicked(event));
      this.limit();
    }

    clicked(event) {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.matches("[data-table-add]")) this.add();
      else if (button.matches("[data-table-remove]")) this.remove(button.closest("[data-table-row]"));
      else return;
      event.preventDefault();
      changed(this.table);
      show();
    }

    add() {
      const index = this.count.value;
      this.list.insertAdjacentHTML("beforeend", this.template.innerHTML.replaceAll("__row__", index));
      this.count.value = Number(index) + 1;
      this.limit();
      this.list.lastElementChild.querySelector("input, select").focus();
    }

    remove(row) {
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      this.limit();
      (next ? next.querySelector("input, select") : this.button)?.focus();
    }

    limit() {
      if (this.button) this.button.hidden = this.list.children.length >= Number(this.table.dataset.most);
    }
  }

  for (const table of document.querySelectorAll("[data-table]")) new Table(table);
  document.addEventListener("input", show);
  document.addEventListener("change", show);
  show();
})();
