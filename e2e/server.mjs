// The program under test: `penc demo` on a free port with a folder of its own,
// stopped as a person would stop it, with Ctrl-C.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const startLimit = 60_000
const stopLimit = 15_000

// Who the demo lets in, each by a link that it prints after the line "ready".
export const people = ['convener', 'facilitator', 'member']

export function binary() {
  const bin = path.resolve(process.env.PENC_BIN ?? path.join(here, '../bin/penc'))
  assert.ok(existsSync(bin), `${bin} is missing: run \`make build\` first`)
  return bin
}

// startDemo resolves to {base, signIn, data, output, stop}. signIn holds a link for each
// of `people`, data is the folder; stop ends the program and fails unless it ends well
// and at once.
export async function startDemo() {
  const data = await mkdtemp(path.join(tmpdir(), 'penc-e2e-'))
  const child = spawn(binary(), ['demo', '--addr', '127.0.0.1:0', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = []
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve({ error }))
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
  const abandon = () => child.kill('SIGKILL')
  process.on('exit', abandon)

  let base
  const signIn = {}
  try {
    await new Promise((resolve, reject) => {
      const tell = (why) => {
        clearTimeout(timer)
        reject(new Error(`${why}; it printed:\n${output.join('\n')}`))
      }
      const timer = setTimeout(() => tell(`penc demo was not ready after ${startLimit} ms`), startLimit)
      const read = (line) => {
        output.push(line)
        base ??= /^ready (http:\/\/localhost:\d+)\/?$/.exec(line)?.[1]
        const link = /^sign in as (\w+): (http\S+)$/.exec(line)
        if (link) signIn[link[1]] = link[2]
        if (base && people.every((who) => signIn[who])) {
          clearTimeout(timer)
          resolve()
        }
      }
      createInterface({ input: child.stdout }).on('line', read)
      createInterface({ input: child.stderr }).on('line', read)
      ended.then(({ code, signal, error }) => tell(`penc demo ended early (${error ?? signal ?? code})`))
    })
  } catch (error) {
    abandon()
    await rm(data, { recursive: true, force: true })
    throw error
  }

  async function stop() {
    child.kill('SIGINT')
    let timer
    const late = new Promise((resolve) => { timer = setTimeout(resolve, stopLimit, { late: true }) })
    const how = await Promise.race([ended, late])
    clearTimeout(timer)
    abandon()
    process.off('exit', abandon)
    await rm(data, { recursive: true, force: true })
    const last = output.slice(-20).join('\n')
    assert.ok(!how.late, `penc demo did not stop within ${stopLimit} ms after SIGINT; it printed:\n${last}`)
    assert.deepEqual(how, { code: 0, signal: null }, `penc demo did not end well; it printed:\n${last}`)
  }
  return { base, signIn, data, output, stop }
}
