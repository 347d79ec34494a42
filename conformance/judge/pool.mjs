// Runs judging jobs in worker processes, one for each backend, and replaces a worker that a job has broken.

import { fork } from 'node:child_process';
import path from 'node:path';

const SECONDS_PER_JOB = 120;

/**
 * Runs every job ({check, backend, ...}) and gives its verdict ({faults, skip?}) to `report(job, verdict)`. Jobs of one backend run one
 * after the other in one process; the backends run side by side.
 */
export async function runJobs(jobs, report) {
  const backends = [...new Set(jobs.map((job) => job.backend))];
  await Promise.all(backends.map((backend) => runQueue(backend, jobs.filter((job) => job.backend === backend), report)));
}

async function runQueue(backend, queue, report) {
  let worker = null;
  for (const job of queue) {
    worker ??= startWorker(backend);
    const verdict = await worker.judge(job);
    report(job, verdict);
    if (verdict.threw) {
      worker.stop();
      worker = null;
    }
  }
  worker?.stop();
}

function startWorker(backend) {
  const child = fork(path.join(import.meta.dirname, 'worker.mjs'), [backend], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let errors = '';
  child.stderr.on('data', (text) => { errors = (errors + text).slice(-400); });
  const next = () => new Promise((resolve) => {
    const done = (verdict) => {
      clearTimeout(timer);
      child.off('message', done);
      child.off('exit', died);
      resolve(verdict);
    };
    const died = (code, signal) => done({ faults: [`the ${backend} process ended (${signal ?? code}) ${errors}`], threw: true });
    const timer = setTimeout(() => done({ faults: [`no answer within ${SECONDS_PER_JOB} s`], threw: true }), SECONDS_PER_JOB * 1000);
    child.once('message', done);
    child.once('exit', died);
  });
  const ready = next();
  return {
    async judge(job) {
      const started = await ready;
      if (started !== 'ready') return started;
      const answer = next();
      child.send(job);
      return answer;
    },
    stop: () => child.kill('SIGKILL'),
  };
}
