#!/usr/bin/env node
// Behaves as `penc demo` does towards its caller, or misbehaves as PENC_SELFTEST says.
import { createServer } from 'node:http'

const how = process.env.PENC_SELFTEST
if (how === 'dies') {
  console.error('the database cannot be opened')
  process.exit(3)
}
const server = createServer((_, response) => response.end('ok'))
server.listen(0, '127.0.0.1', () => {
  const base = `http://localhost:${server.address().port}`
  console.log(`started as ${process.argv.slice(2, 4).join(' ')}`)
  console.log(`ready ${base}`)
  for (const who of ['convener', 'facilitator', 'member']) console.log(`sign in as ${who}: ${base}/${who}`)
})
process.on('SIGINT', () => process.exit(how === 'fails at the end' ? 1 : 0))
