// Draws the places of a result on the communes of the territory. Everything shown is in the tables of the page too.
{
  const sheet = document.querySelector('[data-places]');
  const read = async (url) => {
    const answer = await fetch(url, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const MARKS = { from: ['--accent', 11], to: ['--no', 11], offer: ['--ask', 8] };

  /** Texts come from people: never read as HTML. */
  const words = (text) => {
    const span = document.createElement('span');
    span.textContent = text;
    return span;
  };

  async function draw() {
    const [outlines, { places, routes }] = await Promise.all([
      read(sheet.dataset.outlines),
      read(sheet.dataset.places),
    ]);
    sheet.hidden = false;
    const map = L.map(sheet, { attributionControl: false, zoomControl: false, zoomSnap: 0.5, minZoom: 7, maxZoom: 15 });
    L.control.zoom({ zoomInTitle: sheet.dataset.zoomIn, zoomOutTitle: sheet.dataset.zoomOut }).addTo(map);
    // What is drawn asks where the map looks.
    map.fitBounds(
      places.map(({ lon, lat }) => [lat, lon]),
      { padding: [Math.min(90, sheet.clientWidth / 6), 60], maxZoom: 13 },
    );
    L.geoJSON(outlines, {
      interactive: false,
      // A line that is filled must not be cut where the picture ends.
      noClip: true,
      style: { color: '#a3b59d', weight: 1, fill: true, fillColor: '#dde8da', fillOpacity: 1, fillRule: 'evenodd' },
      pointToLayer: ({ properties }, at) =>
        L.circleMarker(at, { radius: 2, color: '#4b5a5b', interactive: false }).bindTooltip(words(properties.name), {
          permanent: true,
          direction: 'right',
          className: 'map-town',
        }),
    }).addTo(map);
    for (const { line, straight, text } of routes) {
      L.polyline(
        line.map(([lon, lat]) => [lat, lon]),
        {
          color: colour('--accent-deep'),
          weight: 5,
          dashArray: straight ? '2 10' : undefined,
        },
      )
        .bindTooltip(words(text), { sticky: true })
        .addTo(map);
    }
    for (const { lon, lat, mark, text } of places) {
      const [name, radius] = MARKS[mark];
      L.circleMarker([lat, lon], { radius, color: '#fff', weight: 3, fillColor: colour(name), fillOpacity: 1 })
        .bindTooltip(words(text), {
          permanent: mark !== 'offer',
          // One above, one below: where home and work are near, each is read all the same.
          direction: mark === 'to' ? 'bottom' : 'top',
          offset: [0, mark === 'to' ? radius : -radius],
        })
        .bindPopup(words(text))
        .addTo(map);
    }
  }

  if (sheet && window.L) {
    draw().catch(() => {
      sheet.hidden = true;
      document.querySelector('[data-map-failed]').hidden = false;
    });
  }
}
