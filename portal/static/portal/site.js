"use strict";

/* Suggestions under the search box: what is typed goes to data-suggest-url, the answer into
   the datalist. Picking one goes where it leads. */
for (const input of document.querySelectorAll("[data-suggest-url]")) {
  const address = input.dataset.suggestUrl;
  const list = input.list;
  if (!address || !list) continue;
  let found = [];
  let timer, request;

  const show = (suggestions) => {
    found = suggestions.filter(({ text }, place) => place === suggestions.findIndex((other) => other.text === text));
    list.replaceChildren(...found.map(({ text, kind }) => new Option(kind, text)));
  };

  const suggest = async () => {
    const typed = input.value.trim();
    request?.abort();
    if (!typed) return show([]);
    request = new AbortController();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, { signal: request.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") show([]);
    }
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 200);
  };

  input.addEventListener("input", (event) => {
    const isPicked = !event.inputType || event.inputType === "insertReplacementText";
    const picked = isPicked && found.find(({ text }) => text === input.value);
    if (!picked) return event.isComposing || wait();
    return location.assign(picked.url);
  });
  input.addEventListener("compositionend", wait);
}

/* How many characters are left; htmx may bring new fields at any time. */
const countLeft = (field) => {
  const counter = document.querySelector(`[data-counter-of="${CSS.escape(field.id)}"]`);
  if (!counter || field.maxLength < 0) return;
  const left = field.maxLength - field.value.length;
  counter.textContent = counter.dataset.left.replace("%s", left);
  counter.classList.toggle("over", left < 0);
};

document.addEventListener("input", (event) => {
  if (event.target.id && "maxLength" in event.target) countLeft(event.target);
});

/* An error summary takes the focus, also when htmx has swapped it in. */
document.addEventListener("htmx:afterSettle", (event) => {
  event.target.querySelector?.(".error-summary")?.focus();
});
document.querySelector(".error-summary")?.focus();
