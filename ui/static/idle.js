// The last two minutes of a session: when it ends, and a button that keeps it. Without this file the hour stands on the page.
'use strict';
(() => {
  const AHEAD = 120000;
  const box = document.querySelector('.idle');
  if (!box) return;
  const said = box.querySelector('p');
  const button = box.querySelector('button');
  const { words, over } = box.dataset;
  const [now, last, life] = [box.dataset.now, box.dataset.last, box.dataset.life].map(Number);
  // the phone's clock may be wrong, so the server's present is the start
  const ahead = now - Date.now();
  let ends = Number(box.dataset.ends);
  const others = self.BroadcastChannel && new BroadcastChannel('mp-session');
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' });
  const look = () => {
    const rest = ends - Date.now() - ahead;
    box.hidden = rest > AHEAD;
    if (box.hidden) return;
    const text = rest > 0 ? words.replace('%', clock.format(ends - ahead)) : over;
    if (said.textContent !== text) said.textContent = text;
    // at its very last hour nothing keeps a session
    button.hidden = rest <= 0 || ends >= last;
  };
  const until = at => { ends = Math.min(Math.max(at, ends), last); look(); };
  box.addEventListener('submit', async event => {
    event.preventDefault();
    button.disabled = true;
    try {
      const answer = await fetch(box.action, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams(), redirect: 'manual' });
      if (answer.ok) {
        until((await answer.json()).ends);
        others?.postMessage(ends);
      } else {
        ends = 0;
      }
    } catch { /* no signal: the note stays, and the button with it */ }
    button.disabled = false;
    look();
  });
  // another tab of the same browser, or an answer saved while typing, keeps the session too
  others?.addEventListener('message', event => until(Number(event.data)));
  others?.postMessage(ends);
  addEventListener('mp:heard', () => { until(Date.now() + ahead + life - 30000); others?.postMessage(ends); });
  setInterval(look, 5000);
  document.addEventListener('visibilitychange', look);
  look();
})();
