// Sends the calls of the documentation page. Nothing is kept: the key lives in its field.
const key = document.querySelector('#key');

for (const part of document.querySelectorAll('[data-script]')) part.hidden = false;

for (const form of document.querySelectorAll('form[data-method]')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const output = form.querySelector('output');
    const button = form.querySelector('button');
    button.disabled = true;
    output.textContent = 'Envoi…';
    try {
      output.textContent = await send(form);
    } catch (error) {
      output.textContent = `La demande n’est pas partie : ${error.message}`;
    } finally {
      button.disabled = false;
    }
  });
}

async function send(form) {
  const { method, path, type } = form.dataset;
  const headers = new Headers({ accept: 'application/json, application/problem+json' });
  const query = new URLSearchParams();
  let url = path;
  for (const input of form.querySelectorAll('input[data-in]')) {
    const value = input.value.trim();
    if (value === '') continue;
    if (input.dataset.in === 'path') url = url.replace(`{${input.name}}`, encodeURIComponent(value));
    else if (input.dataset.in === 'query') query.set(input.name, value);
    else headers.set(input.name, value);
  }
  if (key.value.trim() !== '') headers.set('authorization', `Bearer ${key.value.trim()}`);
  const body = form.querySelector('textarea')?.value;
  if (body !== undefined) headers.set('content-type', type);
  if (query.size > 0) url += `?${query}`;

  const start = performance.now();
  const response = await fetch(url, { method, headers, body });
  const text = await response.text();
  const took = Math.round(performance.now() - start);
  return `${method} ${url}\n${response.status} ${response.statusText} (${took} ms)\n\n${pretty(text)}`;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
