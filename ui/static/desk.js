// Keys of officers. Each has a visible twin, which works without this file; whoever is disturbed by them turns them off.
'use strict';
(() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const choice = document.querySelector('[data-keys]');
  const kept = { get off() { try { return localStorage.getItem('keys') === 'off'; } catch { return false; } },
    set off(off) { try { localStorage.setItem('keys', off ? 'off' : 'on'); } catch { /* for this page only */ } } };
  let off = kept.off;
  const say = () => {
    document.body.classList.toggle('no-keys', off);
    if (choice) choice.textContent = off ? choice.dataset.on : choice.dataset.off;
  };
  if (choice && all('[data-key]').length) {
    choice.hidden = false;
    choice.addEventListener('click', () => { off = kept.off = !off; say(); });
  }
  say();

  // What cannot be undone is asked for twice, with the key as with the mouse: the first time only says so.
  const arm = (button, armed) => {
    const words = button.nextElementSibling;
    button.toggleAttribute('data-armed', armed);
    if (words?.matches('.again')) words.hidden = !armed;
  };
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-twice]');
    if (!button || button.hasAttribute('data-armed')) return;
    event.preventDefault();
    button.focus();
    arm(button, true);
  });
  // a browser that takes the focus away from a pressed button would disarm it
  document.addEventListener('mousedown', event => { if (event.target.closest('[data-armed]')) event.preventDefault(); });
  document.addEventListener('focusout', event => { if (event.target.matches('[data-armed]')) arm(event.target, false); });

  // Another paper is laid beside the data without leaving the page: what is ticked and typed stays.
  let wanted = '';
  document.addEventListener('click', async event => {
    const tab = event.target.closest('.case nav.tabs a');
    if (!tab || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const href = wanted = tab.href;
    try {
      const answer = await fetch(href);
      if (!answer.ok || answer.redirected) throw answer;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (wanted !== href) return;
      const old = document.querySelector('section[aria-labelledby=dok]');
      const fresh = page.querySelector('section[aria-labelledby=dok]');
      const there = old.contains(document.activeElement);
      old.replaceWith(fresh);
      history.replaceState(null, '', href);
      if (there) fresh.querySelector('[aria-current]')?.focus();
    } catch {
      location.href = href;
    }
  });

  // What the form still lacks: a field without a value, or a group of boxes or rows of which none is ticked.
  const lacking = form => {
    if ('loose' in form.dataset) return null;
    const fields = [...form.elements].filter(one => one.matches('select, input:not([type=hidden])'));
    const picks = fields.filter(one => one.matches('[type=checkbox], [type=radio]'));
    return fields.find(one => !picks.includes(one) && !one.value) || (picks.some(one => one.checked) ? null : picks[0]);
  };
  const press = twin => {
    const field = twin.matches('button') && twin.form && lacking(twin.form);
    if (field) field.focus();
    else if (twin.matches('input')) twin.select();
    else twin.click();
  };

  // From row to row of a table, round and round.
  const step = back => {
    const stops = all('main .list tbody :is(a[href], button, input:not(:disabled))');
    const at = stops.indexOf(document.activeElement);
    stops[at < 0 ? (back ? stops.length - 1 : 0) : (at + (back ? -1 : 1) + stops.length) % stops.length]?.focus();
  };

  document.addEventListener('keydown', event => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.('input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]');
    if (typing && event.key === 'Escape') typing.blur();
    if (typing || off || event.repeat) return;
    const key = event.key?.toLowerCase();
    const twin = all('[data-key]').find(one => one.getClientRects().length && one.dataset.key.toLowerCase() === key);
    if (!twin && key !== 'j') return;
    event.preventDefault();
    if (twin) press(twin);
    else step(event.shiftKey);
  });
})();
