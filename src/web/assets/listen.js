// Reads the page aloud in its language, by the browser's own voice; where there is none, nothing is offered.
(() => {
  const voice = window.speechSynthesis;
  const button = document.querySelector('[data-listen]');
  if (!voice || !button) return;
  const { lang } = document.documentElement;
  const show = () => {
    button.hidden = !voice.getVoices().some((one) => one.lang.slice(0, 2) === lang);
  };
  const rest = () => {
    button.textContent = button.dataset.listen;
  };
  button.addEventListener('click', () => {
    if (voice.speaking) {
      voice.cancel();
      return rest();
    }
    const words = new SpeechSynthesisUtterance(document.querySelector('main').innerText.replace(button.innerText, ''));
    words.lang = lang;
    words.onend = rest;
    button.textContent = button.dataset.stop;
    voice.speak(words);
  });
  show();
  voice.addEventListener?.('voiceschanged', show);
  addEventListener('pagehide', () => voice.cancel());
})();
