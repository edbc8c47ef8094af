"use strict";

/* Ticks every second by the server's clock: what this machine believes the time to be
   only measures how much of it has gone by since the page was made. */
for (const place of document.querySelectorAll("[data-countdown]")) {
  const { countdown, now, one, many, none, over } = place.dataset;
  const left = place.querySelector(".left");
  const ahead = Number(now) * 1000 - Date.now();
  const two = (number) => String(number).padStart(2, "0");

  const say = () => {
    const seconds = Math.ceil((Number(countdown) * 1000 - Date.now() - ahead) / 1000);
    if (seconds <= 0) {
      left.textContent = over;
      clearInterval(clock);
      return;
    }
    const days = Math.floor(seconds / 86400);
    const hours = Math.floor(seconds / 3600) % 24;
    const minutes = Math.floor(seconds / 60) % 60;
    const text = days === 0 ? none : days === 1 ? one : many;
    left.textContent = text
      .replace("{days}", days)
      .replace("{time}", `${two(hours)}:${two(minutes)}:${two(seconds % 60)}`);
  };

  const clock = setInterval(say, 1000);
  say();
}
