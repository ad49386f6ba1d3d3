// Keys of officers. Each has a visible twin, which works without this file; whoever is disturbed by them turns them off.
'use strict';
(() => {
  const twins = [...document.querySelectorAll('[data-key]')];
  const choice = document.querySelector('[data-keys]');
  if (!twins.length) return;

  const kept = { get off() { try { return localStorage.getItem('keys') === 'off'; } catch { return false; } },
    set off(off) { try { localStorage.setItem('keys', off ? 'off' : 'on'); } catch { /* for this page only */ } } };
  let off = kept.off;
  const say = () => {
    document.body.classList.toggle('no-keys', off);
    if (choice) choice.textContent = off ? choice.dataset.on : choice.dataset.off;
  };
  if (choice) {
    choice.hidden = false;
    choice.addEventListener('click', () => { off = kept.off = !off; say(); });
  }
  say();

  // What the form still lacks: a field without a value, or a group of boxes of which none is ticked.
  const lacking = form => {
    const fields = [...form.elements].filter(one => one.matches('select, input:not([type=hidden])'));
    const boxes = fields.filter(one => one.type === 'checkbox');
    return fields.find(one => one.type !== 'checkbox' && !one.value) || (boxes.some(one => one.checked) ? null : boxes[0]);
  };
  const press = twin => {
    const field = twin.form && lacking(twin.form);
    if (field) field.focus();
    // what cannot be undone wants the same key twice
    else if ('twice' in twin.dataset && document.activeElement !== twin) twin.focus();
    else twin.click();
  };

  document.addEventListener('keydown', event => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.('input:not([type=checkbox]), select, textarea, [contenteditable]');
    if (typing && event.key === 'Escape') typing.blur();
    if (typing || off || event.repeat) return;
    const twin = twins.find(one => !one.hidden && one.dataset.key.toLowerCase() === event.key?.toLowerCase());
    if (!twin) return;
    event.preventDefault();
    press(twin);
  });
})();
