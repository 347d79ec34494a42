// The page of `tfjs4j compare`: draws what came out, and where a server gives the models measures in this very browser.

const SVG = 'http://www.w3.org/2000/svg';
const FORMS = { layers: 'LayersModel', graph: 'GraphModel' };
let board = JSON.parse(document.getElementById('data').textContent);
const { live } = board;

/** An element with attributes and children; texts are texts, never HTML. */
function element(name, attributes = {}, ...children) {
  const made = name.startsWith('svg:') ? document.createElementNS(SVG, name.slice(4)) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

const millis = (ms) => ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0);

function render() {
  document.getElementById('words').replaceChildren(...board.words.map((text) => {
    const [what, said] = text.split(/: (.*)/s);
    return element('li', {}, element('strong', {}, what), ` ${said}`);
  }));
  const sections = board.pairs.flatMap((pair, p) => pair.feeds.map((label, f) => section(pair, label, p, f)));
  document.getElementById('results').replaceChildren(...sections);
  renderAgreement();
  const facts = Object.entries(board.machine).flatMap(([key, value]) => [element('dt', {}, key), element('dd', {}, value)]);
  document.getElementById('machine').replaceChildren(...facts);
  const { warmups, warmSeconds, runs, seconds } = board.plan;
  document.getElementById('plan').textContent = `In each place LayersModel and GraphModel took turns: ${warmups} predictions each to warm up, for at least `
    + `${warmSeconds} s, then ${runs} that were timed, from the call until the values were there; the times are their medians. After ${seconds} s of one `
    + 'pair and batch no more were begun: the table says where that left fewer.';
}

/** One pair and batch: its chart and its table. */
function section(pair, label, p, f) {
  const rows = board.places.map((place) => ({ place, result: place.results.find((each) => each.pair === p && each.feed === f) }));
  const measured = rows.filter(({ result }) => result);
  return element('section', {},
    element('h2', {}, pair.title, element('span', { class: 'batch' }, label)),
    element('p', { class: 'about' }, pair.about),
    measured.length ? chart(`${pair.title}, ${label}`, measured) : null,
    table(rows));
}

/** Bars for every place, two each; the shorter, the faster. Drawn as wide as the page, so that texts keep their size. */
function chart(title, rows) {
  const width = Math.max(280, Math.min(document.getElementById('results').clientWidth - 2, 900));
  const bar = 14, gap = 4, head = 22, block = head + 2 * bar + gap + 18;
  const most = Math.max(...rows.flatMap(({ result }) => [result.layers.median, result.graph.median]));
  const room = width - 78;
  const drawing = element('svg:svg', { viewBox: `0 0 ${width} ${rows.length * block}`, width, height: rows.length * block, role: 'img' },
    element('svg:title', {}, `${title}: milliseconds for a prediction, ${rows.map(({ place, result }) =>
      `${place.title} LayersModel ${millis(result.layers.median)}, GraphModel ${millis(result.graph.median)}`).join('; ')}`));
  rows.forEach(({ place, result }, i) => {
    const top = i * block;
    drawing.append(element('svg:text', { x: 0, y: top + 14, class: 'place' }, place.title,
      element('svg:tspan', { class: 'detail', dx: 8 }, shortened(place, width))));
    Object.keys(FORMS).forEach((form, j) => {
      const y = top + head + j * (bar + gap);
      const length = Math.max(2, room * result[form].median / most);
      drawing.append(element('svg:rect', { x: 0, y, width: length, height: bar, rx: 2, class: `${form} ${place.runtime}` }),
        element('svg:text', { x: length + 8, y: y + bar - 3, class: 'value' }, `${millis(result[form].median)} ms`));
    });
  });
  return element('figure', {},
    element('figcaption', {}, ...Object.entries(FORMS).map(([form, name]) => element('span', { class: `key ${form}` }, name)), 'shorter is faster'),
    drawing);
}

/** What there is room for beside the title. */
function shortened({ title, detail }, width) {
  const letters = Math.floor(width / 7.2) - title.length - 2;
  return detail.length <= letters ? detail : letters < 8 ? '' : `${detail.slice(0, letters - 1)}…`;
}

function table(rows) {
  const head = ['Where', 'LayersModel', 'GraphModel', 'GraphModel is', 'Same numbers'];
  return element('div', { class: 'scroll' }, element('table', {},
    element('thead', {}, element('tr', {}, ...head.map((text, i) => element('th', { scope: 'col', class: i === 1 || i === 2 ? 'number' : '' }, text)))),
    element('tbody', {}, ...rows.map(({ place, result }) => element('tr', { class: place.runtime },
      element('th', { scope: 'row' }, place.title, element('small', {}, place.detail)),
      ...(result ? cells(result) : [element('td', { colspan: 4, class: 'fault' }, place.faults.join('\n') || 'not measured yet')]))))));
}

function cells(result) {
  const time = ({ median, min, runs }) => element('td', { class: 'number' }, `${millis(median)} ms`,
    element('small', {}, `fastest ${millis(min)}${runs < board.plan.runs ? `, of ${runs}` : ''}`));
  return [time(result.layers), time(result.graph), element('td', {}, result.gain), agreement(result)];
}

function agreement({ layersAgreement, graphAgreement }) {
  const bad = [layersAgreement, graphAgreement].find(({ ok }) => !ok);
  if (bad) return element('td', { class: 'bad' }, '✗ ', bad.fault || `differs by ${bad.worst === null ? 'NaN' : bad.worst.toExponential(1)}`);
  const worst = Math.max(layersAgreement.worst, graphAgreement.worst);
  return element('td', { class: 'good' }, '✓ yes', element('small', {}, worst ? `within ${worst.toExponential(1)}` : 'to the bit'));
}

function renderAgreement() {
  const [first, ...rest] = board.agreement.split(/(?<=\.) /);
  document.getElementById('agreement').replaceChildren(...(board.agreement
    ? [element('strong', { class: board.agrees ? 'good' : 'bad' }, `${board.agrees ? '✓' : '✗'} ${first}`), ` ${rest.join(' ')}`] : []));
}

// ---- measuring in this browser ----

function browserName() {
  const agent = navigator.userAgent;
  const found = [['Edge', /Edg\/(\d+)/], ['Opera', /OPR\/(\d+)/], ['Firefox', /Firefox\/(\d+)/], ['Chrome', /Chrome\/(\d+)/], ['Safari', /Version\/(\d+).*Safari/]]
    .map(([name, pattern]) => [name, pattern.exec(agent)?.[1]]).find(([, version]) => version);
  const isChromium = navigator.userAgentData && !navigator.userAgentData.brands.some(({ brand }) => /Chrome|Edge|Opera/.test(brand));
  return found ? `${isChromium || agent.includes('Headless') ? 'Chromium' : found[0]} ${found[1]}` : 'This browser';
}

function script(src) {
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement('script'), {
      src, onload: resolve, onerror: () => reject(new Error(`${src} does not load`)),
    }));
  });
}

/** Loads TensorFlow.js with a backend. `choice` is webgl, wasm (one thread, as pages have it) or wasm-threads. */
async function start(choice) {
  await script('/tfjs/tf.min.js');
  await script('/tfjs/tf-backend-wasm.min.js');
  const { tf } = globalThis;
  const backend = choice.split('-')[0];
  if (backend === 'wasm') {
    tf.wasm.setWasmPaths('/tfjs/');
    if (choice === 'wasm') tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    else if (!(await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'))) throw new Error('this browser gives WebAssembly no threads');
  }
  if (!(await tf.setBackend(backend).catch(() => false))) throw new Error(`TensorFlow.js has no ${backend} backend here`);
  await tf.ready();
  return tf;
}

async function describe(tf) {
  if (tf.getBackend() === 'wasm') {
    const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
    const threads = tf.wasm.getThreadsCount();
    return { title: `${browserName()}, wasm`, detail: `${simd ? 'SIMD, ' : ''}${threads === 1 ? '1 thread' : `${threads} threads`}` };
  }
  const { gl } = tf.backend().getGPGPUContext();
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : 'unknown graphics';
  const isHalf = !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED');
  return {
    title: `${browserName()}, WebGL`,
    detail: (/SwiftShader|llvmpipe/i.test(renderer) ? 'no graphics card: SwiftShader' : renderer) + (isHalf ? ', half precision' : ''),
  };
}

async function measure(choice, client, progress) {
  const server = { origin: '', key: live.key };
  let own = client;
  const fail = async (message) => {
    board = await tell(server, `${own}/fault`, { message });
    await tell(server, `${own}/done`);
    render();
  };
  try {
    own ??= (await tell(server, 'open')).client;
    progress('loading TensorFlow.js');
    const tf = await start(choice);
    await tell(server, `${own}/start`, await describe(tf));
    await measureAll(tf, server, own, progress, (next) => {
      board = next;
      render();
    });
    progress('done');
  } catch (error) {
    progress(`failed: ${error?.message ?? error}`);
    if (own) await fail(String(error?.message ?? error));
  }
}

function prepareRun() {
  const wish = new URLSearchParams(location.search);
  const again = sessionStorage.getItem('run');
  sessionStorage.removeItem('run');
  if (!live?.tfjs) {
    document.getElementById('hint').textContent = live
      ? 'TensorFlow.js was not found, so nothing can be measured here.'
      : 'This file shows what was measured. To measure in this browser, too, start tfjs4j compare with --serve and open the address that it prints.';
    return;
  }
  const form = document.getElementById('run');
  const button = form.querySelector('button');
  const status = document.getElementById('status');
  form.hidden = false;
  const go = async (choice, client) => {
    button.disabled = true;
    await measure(choice, client, (text) => { status.textContent = text; });
    form.dataset.used = 'yes';
    button.disabled = false;
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const choice = form.elements.backend.value;
    // A backend is chosen once for all that a page does.
    if (form.dataset.used) {
      sessionStorage.setItem('run', choice);
      location.assign('/');
    } else {
      go(choice);
    }
  });
  if (wish.get('run')) go(wish.get('run'), wish.get('client'));
  else if (again) {
    form.elements.backend.value = again;
    go(again);
  }
}

let drawn;
window.addEventListener('resize', () => {
  clearTimeout(drawn);
  drawn = setTimeout(render, 100);
});
render();
prepareRun();
