// Bytes on the wire, as the browser counts them: compressed, with headers, nothing
// from a cache.
export const limits = { first: 14 * 1024, all: 30 * 1024 }

const favicon = (url) => /\/(favicon|apple-touch-icon)[^/]*$/.test(new URL(url).pathname)

// scale opens a page in the context that weighs others. Its weigh(url) returns
// {requests: [{url, bytes}], bytes, first}, where first is the document itself. What
// stands in the page as data: is part of it, and the browser's own question for an
// icon does not count. A context without scripts is to be named as such.
export async function scale(context, { scripts = true } = {}) {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const seen = new Map()
  let settled = () => {}
  cdp.on('Network.requestWillBeSent', ({ requestId, request, redirectResponse }) => {
    if (request.url.startsWith('data:') || favicon(request.url)) return
    const before = redirectResponse ? seen.get(requestId)?.bytes + redirectResponse.encodedDataLength : 0
    seen.set(requestId, { url: request.url, bytes: before, arrived: 0, done: false })
  })
  // Under load Chromium sometimes ends a request with a length of 0; what arrived
  // piece by piece is counted as well, and the larger of the two is believed.
  cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
    const request = seen.get(requestId)
    if (request) request.arrived += response.encodedDataLength
    // The stream of a live page stays open; what has come so far is what it costs.
    if (type === 'EventSource') finish({ requestId })
  })
  cdp.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const request = seen.get(requestId)
    if (request) request.arrived += encodedDataLength
  })
  const finish = ({ requestId, encodedDataLength = 0 }) => {
    const request = seen.get(requestId)
    if (!request) return
    request.bytes += Math.max(encodedDataLength, request.arrived)
    request.done = true
    settled()
  }
  cdp.on('Network.loadingFinished', finish)
  cdp.on('Network.loadingFailed', finish)
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  // The budget is in gzip bytes; a browser that knows a better packing gets less.
  await cdp.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': 'gzip' } })

  return async function weigh(url) {
    await page.goto('about:blank')
    seen.clear()
    await page.goto(url, { waitUntil: 'load' })
    // What a script asks for at once has been asked for by the second frame.
    if (scripts) await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    while ([...seen.values()].some((request) => !request.done)) {
      await new Promise((resolve) => { settled = resolve })
    }
    const requests = [...seen.values()].map(({ url, bytes }) => ({ url, bytes }))
    return {
      requests,
      first: requests[0]?.bytes ?? 0,
      bytes: requests.reduce((sum, request) => sum + request.bytes, 0),
    }
  }
}

// tooHeavy says in what a page is over its limits, without scripts and with them.
export function tooHeavy(url, bare, full) {
  const wrong = []
  const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`
  if (bare.bytes === 0) wrong.push(`${url}: nothing was received`)
  if (bare.requests.length !== 1) {
    wrong.push(`${url}: ${bare.requests.length} requests without scripts: ${bare.requests.map((r) => r.url).join(' ')}`)
  }
  if (full.bytes > limits.all) {
    const parts = full.requests.map((r) => `${r.url} ${kb(r.bytes)}`).join(', ')
    wrong.push(`${url}: ${kb(full.bytes)} with everything, over ${kb(limits.all)}: ${parts}`)
  }
  return wrong
}
