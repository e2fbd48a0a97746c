// Looks again as soon as the server says that there is something new. Without script, or where this fails, the page's own
// refresh or link does.
{
  const place = document.querySelector('[data-live]');
  const again = () => location.reload();
  // In seconds: of what may take hours, nobody asks every other one.
  const pause = 1000 * (place?.dataset.again ?? 5);
  if (place && 'EventSource' in window) {
    const source = new EventSource(place.dataset.live);
    source.addEventListener('changed', () => {
      source.close();
      again();
    });
    source.addEventListener('error', () => {
      // The browser tries again by itself unless it was refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(again, pause);
    });
    addEventListener('pagehide', () => source.close());
  } else if (place) {
    setTimeout(again, pause);
  }
}
