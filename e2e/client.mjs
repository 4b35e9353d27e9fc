// A participant without a browser: keeps cookies, follows redirects, and fills in the
// forms of a page as it finds them, hidden fields included. It runs no script, so
// what it can do, everybody can do.
import assert from 'node:assert/strict'
import http from 'node:http'

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const decode = (text) => text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, dec, hex, name) =>
  dec ? String.fromCodePoint(Number(dec)) : hex ? String.fromCodePoint(parseInt(hex, 16)) : entities[name] ?? whole)

function attributes(tag) {
  const out = {}
  for (const [, name, double, single, bare] of tag.matchAll(/\s([\w-]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)) {
    out[name] = decode(double ?? single ?? bare ?? '')
  }
  return out
}

// forms reads the forms of a page: {action, method, fields: [{name, value, type, checked}], buttons}.
export function forms(html, base) {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => {
    const head = attributes(form.slice(0, form.indexOf('>')))
    const fields = []
    const buttons = []
    for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
      const a = attributes(tag)
      if (a.name) fields.push({ name: a.name, value: a.value ?? 'on', type: a.type ?? 'text', checked: 'checked' in a })
    }
    for (const [, tag, inner] of form.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
      fields.push({ name: attributes(` ${tag}`).name, value: decode(inner).replace(/^\n/, ''), type: 'textarea' })
    }
    for (const [, tag, inner] of form.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
      const options = [...inner.matchAll(/<option\b[^>]*>/g)].map(([option]) => attributes(option))
      const chosen = options.find((o) => 'selected' in o) ?? options[0]
      fields.push({ name: attributes(` ${tag}`).name, value: chosen?.value ?? '', type: 'select', options: options.map((o) => o.value) })
    }
    for (const [tag] of form.matchAll(/<button\b[^>]*>/g)) {
      const a = attributes(tag)
      if (a.name) buttons.push({ name: a.name, value: a.value ?? '' })
    }
    return { action: new URL(head.action ?? '', base).href, method: (head.method ?? 'get').toLowerCase(), fields, buttons, html: form }
  })
}

export class Client {
  constructor(base, lang = 'fr') {
    this.base = base
    this.lang = lang
    this.cookies = new Map()
    this.times = []
  }

  // ask sends one request and follows redirects; it resolves to {status, url, html, ms}.
  async ask(address, { method = 'GET', fields, hops = 5 } = {}) {
    const url = new URL(address, this.base)
    const body = fields && new URLSearchParams(fields).toString()
    const headers = { 'accept-language': this.lang, cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ') }
    if (!headers.cookie) delete headers.cookie
    if (body !== undefined) {
      headers['content-type'] = 'application/x-www-form-urlencoded'
      headers['content-length'] = Buffer.byteLength(body)
      headers.origin = this.base
    }
    const began = performance.now()
    const answer = await new Promise((resolve, reject) => {
      const request = http.request(url, { method, headers, agent }, (response) => {
        const parts = []
        response.on('data', (part) => parts.push(part))
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, html: Buffer.concat(parts).toString() }))
        response.on('error', reject)
      })
      request.on('error', reject)
      request.end(body)
    })
    const ms = performance.now() - began
    this.times.push(ms)
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [pair] = line.split(';')
      const at = pair.indexOf('=')
      const value = pair.slice(at + 1)
      if (value && !/max-age=0|max-age=-/i.test(line)) this.cookies.set(pair.slice(0, at), value)
      else this.cookies.delete(pair.slice(0, at))
    }
    if (answer.status >= 300 && answer.status < 400 && answer.headers.location) {
      assert.ok(hops > 0, `too many redirects at ${url}`)
      return this.ask(new URL(answer.headers.location, url).href, { hops: hops - 1 })
    }
    return { status: answer.status, url: url.href, html: answer.html, ms }
  }

  // open asks for a page and fails unless it is there.
  async open(address) {
    const page = await this.ask(address)
    assert.equal(page.status, 200, `${address} answers ${page.status}`)
    return page
  }

  // fill sends the first form of a page whose action or content matches, with the values
  // given laid over those that stand in it. A value that is a list is sent as often; one
  // that is null is left out. It returns the page that follows.
  async fill(page, pattern, values = {}) {
    const form = forms(page.html, page.url).find((f) => f.method === 'post' && (pattern.test(f.action) || pattern.test(f.html)))
    assert.ok(form, `no form ${pattern} on ${page.url}: ${forms(page.html, page.url).map((f) => f.action).join(' ')}`)
    const fields = []
    for (const field of form.fields) {
      if (field.name in values) continue
      if ((field.type === 'checkbox' || field.type === 'radio') && !field.checked) continue
      fields.push([field.name, field.value])
    }
    for (const [name, value] of Object.entries(values)) {
      for (const one of Array.isArray(value) ? value : [value]) if (one !== null) fields.push([name, String(one)])
    }
    return this.ask(form.action, { method: 'POST', fields })
  }
}

// percentile returns the value below which a share of the numbers lies.
export function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}
