// Enhancement only: every page does its work without this file. No dependency, nothing inline, no other host.
// `words` is put before this text, in the reader's language, where it is served (base/shell/src/assets.rs).
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // The error summary is the one thing that takes the focus by itself.
  all('main:not(.gaya) .errs').slice(0, 1).forEach(box => box.focus());
  // A scanner types over what the field still holds.
  all('input[data-select]').forEach(input => input.select());
  all('.days [aria-current]').forEach(day => {
    const strip = day.closest('.days');
    strip.scrollLeft = day.parentElement.offsetLeft - strip.offsetLeft - strip.clientWidth / 3;
  });

  // The rest of an hour, in minutes. The phone's clock may be wrong, so the server's present is the start.
  all('[data-deadline]').forEach(box => {
    const ahead = box.dataset.now - Date.now();
    const left = box.querySelector('[data-left]');
    const still = box.querySelector('[data-when]');
    const knots = all('.pips i', box);
    const tick = () => {
      const rest = Math.max(0, Math.ceil((box.dataset.deadline - Date.now() - ahead) / 60000));
      const hours = Math.floor(rest / 60);
      const minutes = hours && !(rest % 60) ? '' : rest % 60 + ' ' + box.dataset.minute;
      left.textContent = [hours ? hours + ' ' + box.dataset.hour : '', minutes].filter(Boolean).join(' ');
      still.textContent = box.dataset.live;
      knots.forEach((knot, i) => knot.classList.toggle('on', i < Math.ceil(rest / 10)));
      if (!rest) clearInterval(beat);
    };
    const beat = setInterval(tick, 15000);
    tick();
    document.addEventListener('visibilitychange', tick);
  });

  // Copy and print buttons stay hidden until they can work.
  all('[data-copy]').forEach(button => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', () => navigator.clipboard.writeText(button.dataset.copy).then(() => {
      button.nextElementSibling.textContent = button.dataset.done;
    }));
  });
  all('[data-print]').forEach(button => {
    button.hidden = false;
    button.addEventListener('click', () => print());
  });

  // A password can be read back before it is sent.
  all('input[type=password]').forEach(input => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn quiet s';
    button.textContent = words.show;
    button.setAttribute('aria-controls', input.id);
    button.addEventListener('click', () => {
      const hidden = input.type === 'password';
      input.type = hidden ? 'text' : 'password';
      button.textContent = hidden ? words.hide : words.show;
    });
    input.form?.addEventListener('submit', () => { input.type = 'password'; });
    input.after(button);
  });

  // Each answer is saved as it is given, one after the other, and once more when the signal returns.
  all('form[data-autosave]').forEach(form => {
    let said = form.querySelector('[data-saved]');
    if (!said) {
      said = document.createElement('span');
      said.className = 'sm mut saved';
      const row = all('.row.field', form).pop();
      const bar = form.querySelector('.bar');
      if (row) row.after(said);
      else if (bar) bar.querySelector('p').append(said);
      else form.append(said);
    }
    said.setAttribute('role', 'status');
    const waiting = new Map();
    let line = Promise.resolve();
    const body = input => {
      const sent = new URLSearchParams();
      sent.append('field', input.name);
      const given = new FormData(form).getAll(input.name).filter(value => typeof value === 'string');
      (given.length ? given : ['']).forEach(value => sent.append('value', value));
      new FormData(form).forEach((value, name) => {
        const secret = form.elements[name]?.type === 'password';
        if (typeof value === 'string' && name !== 'field' && name !== 'value' && !secret) sent.append(name, value);
      });
      return sent;
    };
    const save = async input => {
      said.textContent = words.saving;
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: 'POST', body: body(input), headers: { accept: 'application/json' }, redirect: 'manual',
        });
        if (answer.status === 409) { waiting.delete(input.name); said.textContent = words.changed; return; }
        if (answer.status === 422 || answer.status === 400) { waiting.delete(input.name); said.textContent = ''; return; }
        if (!answer.ok) throw answer;
        dispatchEvent(new Event('mp:heard'));
        waiting.delete(input.name);
        if ((answer.headers.get('content-type') || '').includes('json')) {
          Object.entries(await answer.json()).forEach(([name, value]) => {
            const kept = form.elements[name];
            if (kept && kept.type === 'hidden') kept.value = value;
          });
        }
        said.textContent = waiting.size ? words.saving : words.saved;
      } catch {
        said.textContent = words.unsaved;
      }
    };
    const queue = input => {
      waiting.set(input.name, input);
      line = line.then(() => save(input));
    };
    form.addEventListener('change', event => {
      const input = event.target;
      if (input.name && input.type !== 'file' && input.type !== 'password' && input.type !== 'hidden') queue(input);
    });
    addEventListener('online', () => [...waiting.values()].forEach(queue));
  });

  // The browser's own file button speaks the browser's language: ours lies over it, and says what was chosen.
  const sized = bytes => {
    const mega = bytes >= 1000000;
    return (bytes / (mega ? 1000000 : 1000)).toLocaleString(document.documentElement.lang, { maximumFractionDigits: mega ? 1 : 0 }) + (mega ? ' MB' : ' KB');
  };
  const drawn = async (file, side) => {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };
  all('input[type=file]').forEach(input => {
    let button = input.closest('.file-btn');
    const shown = document.createElement('span');
    shown.className = 'chosen';
    shown.setAttribute('role', 'status');
    if (!button) {
      const label = input.labels[0];
      button = document.createElement('span');
      button.textContent = words.choose;
      shown.textContent = words.none;
      if (label) {
        label.id = label.id || input.id + '-l';
        button.id = input.id + '-p';
        input.setAttribute('aria-labelledby', label.id + ' ' + button.id);
      }
      input.before(button);
      input.className = '';
      button.append(input);
    }
    button.classList.add('file-btn', 'own');
    button.after(shown);
    input.addEventListener('change', async () => {
      const file = input.files[0];
      shown.textContent = file ? file.name + ', ' + sized(file.size) : words.none;
      if (!file || !/^image\//.test(file.type) || !self.createImageBitmap) return;
      const canvas = await drawn(file, 96).catch(() => null);
      if (canvas && input.files[0] === file) shown.prepend(canvas);
    });
  });

  // Photographs go at once, smaller when they are large, with a bar that counts.
  const LARGE = 1500000, SIDE = 2600;
  const smaller = async file => {
    if (file.size < LARGE || !/^image\/(jpeg|png)$/.test(file.type) || !self.createImageBitmap) return file;
    try {
      const canvas = await drawn(file, SIDE);
      const made = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.86));
      return made && made.size < file.size ? new File([made], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }) : file;
    } catch {
      return file;
    }
  };
  all('input[type=file][data-upload]').forEach(input => input.addEventListener('change', async () => {
    if (!input.files.length) return;
    const place = input.closest('.row') || input.parentElement;
    const bar = document.createElement('progress');
    bar.max = 100;
    bar.setAttribute('aria-label', words.sending);
    const text = document.createElement('p');
    text.className = 'sm mut num';
    text.setAttribute('role', 'status');
    place.after(bar, text);
    const fail = message => { bar.remove(); text.className = 'sm err'; text.textContent = message; input.value = ''; };
    const sent = new FormData();
    all('input[type=hidden]', input.form || document.createElement('form')).forEach(kept => sent.append(kept.name, kept.value));
    const file = await smaller(input.files[0]);
    sent.append(input.name, file, file.name);
    const call = new XMLHttpRequest();
    call.open('POST', input.dataset.upload);
    call.setRequestHeader('accept', 'application/json, text/html;q=0.5');
    call.upload.addEventListener('progress', event => {
      if (!event.lengthComputable) return;
      bar.value = Math.round(event.loaded / event.total * 100);
      text.textContent = bar.value + '%';
    });
    call.addEventListener('error', () => fail(words.unsaved));
    call.addEventListener('load', () => {
      if (call.status >= 400 && (call.getResponseHeader('content-type') || '').includes('json')) {
        try {
          const problem = JSON.parse(call.responseText);
          return fail([problem.title, problem.detail].filter(Boolean).join('. '));
        } catch { /* an answer that is no JSON: the page itself says more */ }
      }
      // signed out meanwhile: the way back asks for the file again; else the page itself, without that question
      const end = new URL(call.responseURL || location.href);
      location.assign(end.pathname === '/masuk' ? end.href : location.pathname);
    });
    call.send(sent);
  }));
})();
