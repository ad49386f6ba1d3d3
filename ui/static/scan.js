// The camera as a scanner, where the browser can read QR codes itself. Without it the field works all the same.
'use strict';
(async () => {
  const box = document.querySelector('[data-scan]');
  if (!box || !self.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return;
  const kinds = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!kinds.includes('qr_code')) return;
  const field = document.getElementById(box.dataset.scan);
  const button = box.querySelector('button');
  const video = box.querySelector('video');
  const said = box.querySelector('[role=status]');
  const reader = new BarcodeDetector({ formats: ['qr_code'] });
  let stream = null;

  const stop = () => {
    stream?.getTracks().forEach(track => track.stop());
    stream = null;
    video.hidden = true;
    said.textContent = '';
    button.textContent = box.dataset.open;
    field.focus();
  };
  const look = async () => {
    if (!stream) return;
    const codes = await reader.detect(video).catch(() => []);
    if (stream && codes.length && codes[0].rawValue) {
      field.value = codes[0].rawValue;
      stop();
      field.form.requestSubmit();
      return;
    }
    setTimeout(look, 150);
  };
  button.addEventListener('click', async () => {
    if (stream) return stop();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      video.srcObject = stream;
      video.hidden = false;
      button.textContent = box.dataset.close;
      said.textContent = box.dataset.look;
      await video.play();
      look();
    } catch {
      stop();
      said.textContent = box.dataset.none;
    }
  });
  addEventListener('pagehide', stop);
  button.hidden = false;
})();
