// What a page costs on the wire, for everybody who takes part: one request without
// scripts, 30 KB at most with everything. The table is a report; 14 KB for the first
// view is the aim.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, openContext, watchPage } from './browser.mjs'
import { crawl } from './crawl.mjs'
import { setScene } from './scene.mjs'
import { startDemo } from './server.mjs'
import { signIn } from './visitor.mjs'
import { limits, scale, tooHeavy } from './weight.mjs'

const least = { stranger: 56, member: 56 }
// A second page of one kind is weighed in French, whose words are longer.
const samples = { stranger: { fr: 2, en: 1 }, member: { fr: 1, en: 1 } }
const starts = ['', '/search?q=eau', '/account']

describe('weight', { concurrency: 2 }, () => {
  let demo
  let browser
  const storage = {}
  let alone
  before(async () => {
    demo = await startDemo()
    browser = await launch()
    for (const who of ['member', 'facilitator', 'convener']) storage[who] = await signIn(browser, demo, who)
    alone = await setScene(browser, demo, storage)
  })
  after(async () => {
    await browser?.close()
    await demo?.stop()
  })

  for (const who of Object.keys(least)) {
    for (const lang of ['fr', 'en']) {
      test(`${who} in ${lang}`, async (t) => {
        const person = { lang, storage: storage[who] }
        const full = await openContext(browser, person)
        const bare = await openContext(browser, { ...person, scripts: false })
        const { page } = await watchPage(full)
        const from = [...starts, ...alone[who]].map((path) => `${demo.base}/${lang}${path}`)
        const { pages, routes } = await crawl(page, from, async () => {}, { samples: samples[who][lang] })
        assert.ok(routes.size >= least[who], `only ${routes.size} routes: ${[...routes].join(' ')}`)

        const wrong = []
        const table = []
        const [firstView, everything] = [await scale(bare, { scripts: false }), await scale(full)]
        for (const { url } of pages) {
          const [first, all] = [await firstView(url), await everything(url)]
          wrong.push(...tooHeavy(url, first, all))
          table.push({ path: url.replace(demo.base, ''), first: first.first, all: all.bytes })
        }
        table.sort((a, b) => b.all - a.all)
        const kb = (bytes) => (bytes / 1024).toFixed(1).padStart(5)
        t.diagnostic(`${who} ${lang}: ${table.length} pages, KB at first view and with everything`)
        for (const { path, first, all } of table) {
          t.diagnostic(`${kb(first)} ${kb(all)}  ${path}${first > limits.first ? '  (over 14 KB at first view)' : ''}`)
        }
        await full.close()
        await bare.close()
        assert.equal(wrong.length, 0, wrong.join('\n'))
      })
    }
  }
})
