"use strict";

/* Saves a form as one types: one request at a time, nothing dropped, all that
   the server refuses is said beside its field. Without this script the form's
   own buttons do the same. */
(() => {
  const PAUSE = 1500;
  const RETRY = 5000;

  const isTouched = (field) => {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return "defaultValue" in field && field.value !== field.defaultValue;
  };

  class Autosave {
    constructor(form) {
      this.form = form;
      this.line = form.querySelector("[data-autosave-line]");
      this.changes = 0;
      this.savedChanges = 0;
      this.busy = false;
      this.stopped = false;
      form.addEventListener("input", (event) => this.noticed(event));
      form.addEventListener("change", (event) => this.noticed(event));
      form.addEventListener("compositionend", (event) => this.noticed(event));
      form.addEventListener("rows-changed", () => this.changed());
      form.addEventListener("submit", () => {
        this.stopped = true;
        this.leaving = true;
        clearTimeout(this.timer);
      });
      window.addEventListener("online", () => this.soon(0));
      window.addEventListener("beforeunload", (event) => {
        if (this.isUnsaved && !this.leaving) event.preventDefault();
      });
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden" && this.isUnsaved) this.soon(0);
      });
      // What was typed before this script came.
      for (const field of form.elements) if (isTouched(field)) this.noticed({ target: field });
    }

    get isUnsaved() {
      return this.changes !== this.savedChanges;
    }

    noticed(event) {
      const field = event.target;
      if (event.isComposing || field.type === "file" || !field.name) return;
      if (field.matches("[data-not-by-itself]") || field.name.startsWith("take-")) return;
      this.changed();
    }

    changed() {
      this.changes += 1;
      if (this.stopped) return;
      this.say("changed");
      this.soon(PAUSE);
    }

    soon(wait) {
      clearTimeout(this.timer);
      if (!this.stopped) this.timer = setTimeout(() => this.save(), wait);
    }

    body() {
      const data = new FormData(this.form);
      for (const [name, value] of [...data.entries()]) {
        if (value instanceof File) data.delete(name);
      }
      for (const field of this.form.querySelectorAll("[data-not-by-itself]")) {
        data.delete(field.name);
      }
      return data;
    }

    async save() {
      if (this.busy || this.stopped || !this.isUnsaved) return;
      this.busy = true;
      const upTo = this.changes;
      this.say("saving");
      try {
        const answer = await this.send();
        if (answer) await this.answered(answer, upTo);
        else this.say("failed");
      } finally {
        this.busy = false;
        if (this.isUnsaved) this.soon(this.state === "failed" ? RETRY : PAUSE);
      }
    }

    /* The server's answer, or nothing where it cannot be reached. */
    async send() {
      try {
        // Fields may be called `action` or `elements`: nothing is asked of the form by name.
        const answer = await fetch(this.form.getAttribute("action"), {
          method: "POST",
          body: this.body(),
          headers: { "X-Autosave": "1", Accept: "application/json" },
          redirect: "manual",
          credentials: "same-origin",
        });
        return answer.status >= 500 ? null : answer;
      } catch {
        return null;
      }
    }

    async answered(answer, upTo) {
      if (this.stopped) return;
      if (answer.type === "opaqueredirect" || answer.status === 403) return this.halt("signedOut");
      if (answer.status === 404) return this.halt("gone");
      if (answer.status !== 200 && answer.status !== 409) return this.halt("gone");
      const told = await answer.json();
      this.field("edition").value = told.edition;
      if (told.closed) return this.halt("closed", told.closed);
      if (told.conflict) return this.show(told.conflict);
      this.savedChanges = upTo;
      this.number(told.rows);
      this.mark(told.errors);
      this.form.dispatchEvent(new CustomEvent("autosaved"));
      const isPart = Object.keys(told.errors).length > 0;
      if (told.saved_at) this.say(isPart ? "partly" : "saved", told.saved_at);
      else if (this.line) this.line.textContent = "";
    }

    field(name) {
      return this.form.querySelector(`[name="${name}"]`);
    }

    /* New rows get the keys under which they are stored now. */
    number(rows) {
      for (const [prefix, key] of Object.entries(rows)) {
        const field = this.field(`${prefix}-id`);
        if (field) field.value = key;
      }
    }

    mark(errors) {
      for (const list of this.form.querySelectorAll("ul.errorlist")) {
        const field = list.closest(".field");
        if (field) {
          field.classList.remove("has-error");
          for (const one of field.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
        }
        list.remove();
      }
      for (const [id, texts] of Object.entries(errors)) this.markOne(id, texts);
    }

    markOne(id, texts) {
      const input = document.getElementById(id);
      const field = input && input.closest(".field");
      if (!field) return;
      const list = document.createElement("ul");
      list.className = "errorlist";
      list.id = `${id}_error`;
      for (const text of texts) {
        const item = document.createElement("li");
        item.textContent = text;
        list.append(item);
      }
      field.classList.add("has-error");
      input.setAttribute("aria-invalid", "true");
      input.before(list);
    }

    show(html) {
      this.halt("conflicting");
      const place = this.form.querySelector("[data-conflict]");
      place.innerHTML = html;
      place.scrollIntoView({ block: "start" });
    }

    halt(state, text) {
      this.stopped = true;
      if (text) this.line.textContent = text;
      else this.say(state);
      this.line.classList.add("bad");
    }

    say(state, value = "") {
      this.state = state;
      if (!this.line) return;
      this.line.textContent = this.form.dataset[state].replace("%s", value);
      this.line.classList.toggle("bad", state === "failed" || state === "conflicting");
    }
  }

  for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
})();
