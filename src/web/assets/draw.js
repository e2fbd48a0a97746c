// Lets a contour be drawn by its points on the communes of the territory; what is drawn is written into the field beside.
{
  const sheet = document.querySelector('[data-draw]');
  const outlines = document.querySelector('[data-outlines]');
  const field = sheet && document.getElementById(sheet.dataset.draw);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** The outer ring of what the field holds, without its closing point; more than one ring is left to the text. */
  function readRing() {
    try {
      const { type, coordinates } = JSON.parse(field.value);
      return type === 'Polygon' && coordinates.length === 1 ? coordinates[0].slice(0, -1) : null;
    } catch {
      return field.value.trim() === '' ? [] : null;
    }
  }

  async function draw() {
    const answer = await fetch(outlines.dataset.outlines, { credentials: 'same-origin' });
    if (!answer.ok) return;
    const communes = await answer.json();
    sheet.hidden = false;
    const map = L.map(sheet, { attributionControl: false, zoomControl: false, zoomSnap: 0.5, minZoom: 7, maxZoom: 15 });
    L.control.zoom({ zoomInTitle: sheet.dataset.zoomIn, zoomOutTitle: sheet.dataset.zoomOut }).addTo(map);
    const ground = L.geoJSON(communes, {
      interactive: false,
      style: { color: '#a3b59d', weight: 1, fill: true, fillColor: '#dde8da', fillOpacity: 1 },
      pointToLayer: ({ properties }, at) => {
        const name = document.createElement('span');
        name.textContent = properties.name;
        return L.circleMarker(at, { radius: 2, color: '#4b5a5b', interactive: false }).bindTooltip(name, {
          permanent: true,
          direction: 'right',
          className: 'map-town',
        });
      },
    }).addTo(map);
    map.fitBounds(ground.getBounds());
    let points = readRing() ?? [];
    const shape = L.layerGroup().addTo(map);

    function show() {
      shape.clearLayers();
      const at = points.map(([lon, lat]) => [lat, lon]);
      if (at.length > 2) L.polygon(at, { color: colour('--accent-deep'), weight: 4, interactive: false }).addTo(shape);
      else if (at.length > 1)
        L.polyline(at, { color: colour('--accent-deep'), weight: 4, interactive: false }).addTo(shape);
      for (const one of at) {
        L.circleMarker(one, { radius: 6, color: colour('--accent-deep'), fillOpacity: 1, interactive: false }).addTo(
          shape,
        );
      }
    }
    function write() {
      field.value = points.length > 2 ? JSON.stringify({ type: 'Polygon', coordinates: [[...points, points[0]]] }) : '';
      show();
    }
    const button = (text, act) => {
      const one = document.createElement('button');
      one.type = 'button';
      one.className = 'button button-quiet';
      one.textContent = text;
      one.addEventListener('click', act);
      return one;
    };
    const tools = document.createElement('p');
    tools.className = 'actions';
    tools.append(
      button(sheet.dataset.undo, () => {
        points = points.slice(0, -1);
        write();
      }),
      button(sheet.dataset.clear, () => {
        points = [];
        write();
      }),
    );
    const help = document.createElement('p');
    help.className = 'soft';
    help.textContent = sheet.dataset.help;
    sheet.before(help);
    sheet.after(tools);
    map.on('click', ({ latlng }) => {
      points = [...points, [Number(latlng.lng.toFixed(5)), Number(latlng.lat.toFixed(5))]];
      write();
    });
    field.addEventListener('change', () => {
      points = readRing() ?? points;
      show();
    });
    show();
  }

  if (sheet && outlines && field && window.L) {
    // A map that is folded away has no size: it is drawn when it is first opened.
    const folded = sheet.closest('details');
    if (!folded || folded.open) draw();
    else folded.addEventListener('toggle', draw, { once: true });
  }
}
