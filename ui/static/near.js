// The phone's position, rounded to about a kilometre, becomes part of an address only when the button is pressed.
'use strict';
(() => {
  const box = document.querySelector('[data-near]');
  if (!box || !navigator.geolocation) return;
  const said = box.querySelector('[role=status]');
  box.hidden = false;
  box.querySelector('button').addEventListener('click', () => {
    said.textContent = box.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => location.assign(box.dataset.near + coords.latitude.toFixed(2) + ',' + coords.longitude.toFixed(2)),
      () => { said.textContent = box.dataset.denied; },
      { enableHighAccuracy: false, timeout: 15000, maximumAge: 600000 },
    );
  });
})();
