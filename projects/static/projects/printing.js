"use strict";

/* Looks every few seconds whether the document is made, and shows it then. */
(() => {
  const PAUSE = 3000;

  const look = async () => {
    try {
      const answer = await fetch(location.href, { method: "HEAD", credentials: "same-origin" });
      if (answer.status === 200) return location.reload();
    } catch {
      // The next look asks again.
    }
    return setTimeout(look, PAUSE);
  };

  setTimeout(look, PAUSE);
})();
