// Walks a site by its links, as a reader would, and knows pages of one kind by the
// shape of their address, so that ten thousand statements are one route and not ten
// thousand visits.

const collections = new Set(['processes', 'conversations', 'meetings', 'documents', 'news', 'breakouts', 'programme',
  'sections', 'ballots', 'contacts', 'campaigns', 'missing', 'offers', 'door', 'vote'])
const acts = new Set(['new', 'import', 'desk', 'list', 'close'])

// route turns an address into the shape that pages of its kind share. A part of the
// path that is an identifier (it stands after the name of a collection or of a part of
// a desk, has a digit, or is long) becomes a star, and of a query only the names stay.
export function route(address) {
  const url = new URL(address)
  const parts = []
  for (const [at, part] of url.pathname.split('/').entries()) {
    const [name, ...suffix] = part.split('.')
    const known = (collections.has(parts[at - 1]) || parts[at - 2] === 'desk') && !acts.has(name)
    const star = known || /\d/.test(name) || name.length > 20 ? '*' : name
    parts.push([star, ...suffix].join('.'))
  }
  const names = [...new Set(url.searchParams.keys())].sort()
  return parts.join('/') + (names.length ? `?${names.join('&')}` : '')
}

// Addresses that a walk leaves alone: they end the visit or hand out somebody else's.
const closed = /\/(sign-?out|logout|sign-?in\/.+|join\/.+)$/

// look asks for an address: in the page itself, unless its last part says by a suffix
// that it is a file to keep.
async function look(page, url) {
  if (!/(\.[a-z]+|\/export)$/.test(new URL(url).pathname)) {
    const answer = await page.goto(url, { waitUntil: 'load' })
    return { status: answer.status(), type: answer.headers()['content-type'] ?? '', final: page.url(), shown: true }
  }
  const answer = await page.context().request.get(url, { failOnStatusCode: false })
  const found = { status: answer.status(), type: answer.headers()['content-type'] ?? '', final: answer.url(), shown: false }
  await answer.dispose()
  return found
}

// crawl walks from the addresses `starts` and calls visit(page, {url, route, from}) on
// each HTML page, `samples` of each route at most beside the starts. It stays on the site
// and in the language of the first address. What is not HTML (calendar, feeds, CSV, JSON) is asked
// for and counted but not shown. Returns {pages, files, broken, routes}.
export async function crawl(page, starts, visit, { samples = 2, limit = 500 } = {}) {
  const { origin, pathname } = new URL(starts[0])
  const lang = pathname.split('/')[1]
  const queue = starts.map((url) => ({ url, from: 'start' }))
  const asked = new Set(starts)
  const count = new Map()
  const pages = []
  const files = []
  const broken = []

  const wanted = (url) => url.origin === origin && !closed.test(url.pathname) &&
    (!/^\/[a-z]{2}(\/|$)/.test(url.pathname) || url.pathname.split('/')[1] === lang)
  const room = (shape) => (count.get(shape) ?? 0) < samples

  while (queue.length > 0 && pages.length < limit) {
    const { url, from } = queue.shift()
    const shape = route(url)
    if (from !== 'start' && !room(shape)) continue
    count.set(shape, (count.get(shape) ?? 0) + 1)

    const { status, type, final, shown } = await look(page, url)
    if (status >= 400) {
      broken.push(`${url} answers ${status}, linked from ${from}`)
      continue
    }
    if (new URL(final).origin !== origin) continue
    if (!type.startsWith('text/html')) {
      files.push(url)
      continue
    }
    // A redirect leads to a page that has, or will have, its own turn.
    if (route(final) !== shape) {
      if (!asked.has(final) && wanted(new URL(final))) {
        asked.add(final)
        queue.push({ url: final, from: url })
      }
      continue
    }
    if (!shown) await page.goto(url, { waitUntil: 'load' })
    pages.push({ url, route: shape })
    const links = await page.locator('a[href]').evaluateAll((all) =>
      all.filter((a) => !a.hasAttribute('download')).map((a) => a.href))
    await visit(page, { url, route: shape, from })
    for (const link of links) {
      if (!/^https?:/.test(link)) continue
      const next = new URL(link)
      next.hash = ''
      if (asked.has(next.href) || !wanted(next)) continue
      asked.add(next.href)
      queue.push({ url: next.href, from: url })
    }
  }
  return { pages, files, broken, routes: new Set(pages.map((p) => p.route)) }
}

// pool does jobs two at a time: one for each core that the suite counts on.
export async function pool(jobs, width = 2) {
  const left = [...jobs.entries()]
  const results = []
  await Promise.all(Array.from({ length: width }, async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, job] = next
      results[index] = await job()
    }
  }))
  return results
}
