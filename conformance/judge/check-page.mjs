// Presses the button of the page that `tfjs4j compare --serve` gives, in Chromium, and looks at what comes of it.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { launch } from './browser.mjs';
import { CONFORMANCE, REPOSITORY } from './cases.mjs';

const GROUP = 'tfjs4j compare';
const MODEL = path.join(REPOSITORY, 'examples', 'shapes-cnn');
const RUNS = 3;
const MILLISECONDS = 120_000;

/** Judges the page that is served, the file that is written, and a run in which tfjs4j starts Chromium and Node itself. */
export async function judgePage(folder, report) {
  fs.mkdirSync(folder, { recursive: true });
  let browser;
  try {
    browser = await launch();
  } catch (error) {
    report.skip(GROUP, 'the page', error.message.split('\n')[0]);
    return;
  }
  try {
    for (const [name, check] of [['--serve', pressTheButton], ['the file', openTheFile], ['Chromium and Node', startThem]]) {
      report.judge(GROUP, name, await check(browser, path.join(folder, 'compare.html')).catch((error) => [String(error.message ?? error)]));
    }
  } finally {
    await browser.close();
  }
}

function compare(file, ...more) {
  fs.rmSync(file, { force: true });
  const plan = ['--warmup=1', '--warmup_seconds=0', `--repeat=${RUNS}`];
  return spawn(path.join(REPOSITORY, 'bin', 'tfjs4j'), ['compare', MODEL, ...plan, `--tfjs=${CONFORMANCE}`, `--output=${file}`, ...more]);
}

async function pressTheButton(browser, file) {
  const server = compare(file, '--serve');
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(MILLISECONDS);
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(await address(server));
    const before = await page.locator('tbody tr').count();
    for (const backend of ['wasm', 'webgl']) {
      await page.selectOption('select', backend);
      await page.click('button');
      await page.waitForFunction((wanted) => document.getElementById('status').textContent === 'done'
        && document.querySelectorAll('tbody tr').length === wanted, before + (backend === 'wasm' ? 1 : 2));
    }
    const faults = [...complaints, ...await rowFaults(page, before + 2)];
    if (!(await page.textContent('#agreement')).startsWith('✓')) faults.push(await page.textContent('#agreement'));
    await page.close();
    return faults;
  } finally {
    server.kill('SIGINT');
    await new Promise((resolve) => { server.once('close', resolve); });
  }
}

/** The address that a server prints. */
function address(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (data) => {
      said += data;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found) resolve(found[0]);
    });
    server.once('close', (status) => reject(new Error(`ended with status ${status}: ${said}`)));
    setTimeout(() => reject(new Error(`no address within ${MILLISECONDS / 1000} s: ${said}`)), MILLISECONDS).unref();
  });
}

/** Each place has two times, two bars that are as long as they say, and the same numbers as all others. */
async function rowFaults(page, wanted) {
  const rows = await page.$$eval('tbody tr', (all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  const bars = await page.$$eval('svg rect', (all) => all.map((bar) => Number(bar.getAttribute('width'))));
  const faults = rows.length === wanted ? [] : [`${rows.length} places, not ${wanted}`];
  if (bars.length !== 2 * rows.length) faults.push(`${bars.length} bars for ${rows.length} places`);
  const times = rows.flatMap(([, layers, graph]) => [parseFloat(layers), parseFloat(graph)]);
  for (const [where, , , , same] of rows) if (!same?.startsWith('✓')) faults.push(`${where}: ${same}`);
  const longest = Math.max(...bars);
  times.forEach((ms, i) => {
    const share = ms / Math.max(...times);
    if (!(ms > 0) || Math.abs(bars[i] / longest - share) > 0.02) faults.push(`a bar of ${bars[i]} for ${ms} ms, the longest is ${longest}`);
  });
  return faults;
}

/** As a plain file it shows what was measured by hand, too, and how to measure. */
async function openTheFile(browser, file) {
  const page = await browser.newPage();
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  const titles = await page.$$eval('tbody th', (all) => all.map((cell) => cell.textContent));
  const faults = await rowFaults(page, titles.length);
  for (const wanted of ['WebGL', 'wasm', 'JVM']) if (!titles.some((title) => title.includes(wanted))) faults.push(`${wanted} is not among ${titles}`);
  if (!(await page.textContent('#hint')).includes('--serve')) faults.push('nothing says that --serve is needed');
  if (await page.isVisible('#run')) faults.push('there is a button');
  const others = requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'));
  if (others.length) faults.push(`it asks for ${others}`);
  await page.close();
  return faults;
}

async function startThem(browser, file) {
  const command = compare(file, '--json', '--on=chromium-wasm,node-wasm');
  let said = '', complaint = '';
  command.stdout.on('data', (data) => { said += data; });
  command.stderr.on('data', (data) => { complaint += data; });
  const status = await new Promise((resolve) => { command.once('close', resolve); });
  if (status !== 0) return [`exit status ${status}: ${complaint}${said}`.slice(-400)];
  const { places, agrees } = JSON.parse(said);
  const faults = agrees ? [] : ['the numbers differ'];
  for (const wanted of ['Chromium', 'Node']) {
    const place = places.find(({ title }) => title.startsWith(wanted));
    if (place?.results.length !== 1 || place.results[0].graph.runs !== RUNS) faults.push(`${wanted}: ${JSON.stringify(place)}`);
  }
  return faults;
}
