// Every page that a stranger, a member, a facilitator and a convener can reach by
// links, in French and in English, on a phone and on a desk, by day and by night: no violation of
// WCAG 2.2 A and AA that axe can find, nothing wider than the screen, no error.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { examine, launch, looks, openContext, show, watchPage } from './browser.mjs'
import { crawl } from './crawl.mjs'
import { invented, setScene } from './scene.mjs'
import { startDemo } from './server.mjs'
import { signIn } from './visitor.mjs'

// The least number of routes that each must have seen, so that a walk which ends at
// the door, or misses the pages of one kind, does not pass.
const least = { stranger: 59, member: 60, facilitator: 97, convener: 155 }

// How many pages of one route each looks at, beside those that the scene names because
// a page of their kind is another one in another state.
const samples = { stranger: 2, member: 1, facilitator: 1, convener: 1 }

// A facilitator reads in either language what a convener reads.
const languages = { facilitator: ['fr'] }

const starts = {
  stranger: ['', '/search?q=eau'],
  member: ['', '/search?q=eau', '/account'],
  facilitator: [`${invented}/desk`, '', '/account'],
  convener: [`${invented}/desk`, '', '/account'],
}

// parts names how a page is put together: each element with its classes, its state
// and its parent's, not its words.
const parts = (page) => page.evaluate(() => {
  const plain = new Set(['id', 'href', 'for', 'name', 'value', 'action', 'src', 'd', 'x', 'y', 'cx', 'cy', 'r',
    'x1', 'x2', 'y1', 'y2', 'width', 'height', 'viewBox', 'datetime', 'hreflang', 'maxlength', 'transform', 'points'])
  const name = (element) => `${element.localName}.${[...element.classList].sort().join('.')}` +
    `[${element.getAttributeNames().filter((n) => !plain.has(n)).sort()}]`
  const all = new Set()
  for (const element of document.body.querySelectorAll('*')) all.add(`${name(element.parentElement)}>${name(element)}`)
  return [...all]
})

// Every page is examined on a phone by day, in either language. One that is the first
// of its route, or that holds a part which no page before it held, is examined on a desk
// and by night as well, in the language that comes to it first: there is room for the
// words of either on a desk, and night changes colours only.
const known = new Set()
const routes = new Set()
async function looksFor(page, route) {
  const all = await parts(page)
  const shape = route.replace(/^(https?:\/\/[^/]*)?\/[a-z]{2}(?=\/|$)/, '')
  const fresh = all.some((part) => !known.has(part))
  const first = fresh || !routes.has(shape)
  routes.add(shape)
  for (const part of all) known.add(part)
  return looks.filter(({ width, scheme }) => (scheme === 'dark' ? fresh : first || width === 360))
}

// Without statements to decide about and a decision, the pages of moderators are empty.
async function propose(browser, demo, convener) {
  const conversation = `${demo.base}/fr/conversations/ma-conversation-meters`
  const guest = await openContext(browser, { lang: 'fr' })
  for (const words of ['Les relevés se lisent aussi à voix haute.', 'Un compteur ancien se garde et se répare.',
    'Le prix de la pose figure sur la première facture.']) {
    const answer = await guest.request.post(`${conversation}/propose`, { form: { words, lang: 'fr' }, headers: { origin: demo.base } })
    assert.equal(answer.status(), 200)
  }
  await guest.close()
  const context = await openContext(browser, { lang: 'fr', storage: convener })
  const page = await context.newPage()
  await page.goto(`${demo.base}/fr${invented}/moderation`)
  await page.locator('input[value=several-ideas]').check()
  await page.locator('#reject button').click()
  await page.locator('main [role=status]').waitFor()
  await context.close()
}

describe('accessibility', { concurrency: 2 }, () => {
  let demo
  let browser
  const storage = {}
  let alone
  before(async () => {
    demo = await startDemo()
    browser = await launch()
    for (const who of ['member', 'facilitator', 'convener']) storage[who] = await signIn(browser, demo, who)
    await propose(browser, demo, storage.convener)
    alone = await setScene(browser, demo, storage)
  })
  after(async () => {
    await browser?.close()
    await demo?.stop()
  })

  for (const who of Object.keys(least)) {
    for (const lang of languages[who] ?? ['fr', 'en']) {
      test(`${who} in ${lang}`, async (t) => {
        const context = await openContext(browser, { lang, storage: storage[who] })
        const { page, faults } = await watchPage(context)
        const wrong = []
        let count = 0
        const visit = async (_, { url, route }) => {
          const found = faults()
          const spoken = await page.locator('html').getAttribute('lang')
          if (spoken !== lang) found.push(`the page says that it is in ${spoken}`)
          const inLooks = await looksFor(page, route)
          count += inLooks.length
          found.push(...(await examine(page, `${who}-${route}`, inLooks)), ...faults())
          wrong.push(...found.map((entry) => `${url.replace(demo.base, '')}\n  ${entry}`))
          await show(page, { width: 1280, scheme: 'light' })
        }
        const from = [...starts[who], ...alone[who]].map((path) => `${demo.base}/${lang}${path}`)
        const { pages, routes, files, broken } = await crawl(page, from, visit, { samples: samples[who] })
        await context.close()
        t.diagnostic(`${who} ${lang}: ${pages.length} pages, ${routes.size} routes, ` +
          `${count} looks, ${files.length} files`)
        if (process.env.PENC_ROUTES) t.diagnostic([...routes].sort().join('\n'))
        const all = [...broken, ...wrong]
        assert.equal(all.length, 0, `${all.length} faults\n\n${all.slice(0, 40).join('\n\n')}`)
        assert.ok(routes.size >= least[who], `only ${routes.size} routes: ${[...routes].join(' ')}`)
      })
    }
  }
})
