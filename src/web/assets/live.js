// Looks again as soon as the server says that there is something new. Without script, or where this fails, the page's own
// refresh or link does.
{
  const place = document.querySelector('[data-live]');
  const again = () => location.reload();
  if (place && 'EventSource' in window) {
    const source = new EventSource(place.dataset.live);
    source.addEventListener('changed', () => {
      source.close();
      again();
    });
    source.addEventListener('error', () => {
      // The browser tries again by itself unless it was refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(again, 5000);
    });
    addEventListener('pagehide', () => source.close());
  } else if (place) {
    setTimeout(again, 2000);
  }
}
