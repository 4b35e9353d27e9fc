// Every page that a stranger, a member and a convener can reach by links, in French
// and in English, on a phone and on a desk, by day and by night: no violation of
// WCAG 2.2 A and AA that axe can find, nothing wider than the screen, no error.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { examine, launch, openContext, overflow, show, watchPage } from './browser.mjs'
import { crawl } from './crawl.mjs'
import { startDemo } from './server.mjs'
import { signIn } from './visitor.mjs'

// The least number of routes that each must have seen, so that a walk which ends at
// the door does not pass.
const least = { stranger: 15, member: 15, convener: 25 }

// build names the ways in which a page is put together: elements with their classes,
// roles and places, not their words. Two pages of one route and one build look alike
// to axe, so only the first is examined in full.
const build = (page) => page.evaluate(() => {
  const name = (element) => `${element.localName}.${[...element.classList].sort().join('.')}[${element.getAttributeNames().sort()}]`
  const ways = new Set()
  for (const element of document.querySelectorAll('*')) {
    ways.add(`${element.parentElement ? name(element.parentElement) : ''}>${name(element)}`)
  }
  return [...ways].sort().join('\n')
})

describe('accessibility', { concurrency: 2 }, () => {
  let demo
  let browser
  const storage = {}
  before(async () => {
    demo = await startDemo()
    browser = await launch()
    for (const who of ['member', 'convener']) storage[who] = await signIn(browser, demo, who)
  })
  after(async () => {
    await browser?.close()
    await demo?.stop()
  })

  for (const who of Object.keys(least)) {
    for (const lang of ['fr', 'en']) {
      test(`${who} in ${lang}`, async (t) => {
        const context = await openContext(browser, { lang, storage: storage[who] })
        const { page, faults } = await watchPage(context)
        const wrong = []
        const examined = new Set()
        const visit = async (_, { url, route }) => {
          const found = faults()
          const spoken = await page.locator('html').getAttribute('lang')
          if (spoken !== lang) found.push(`the page says that it is in ${spoken}`)
          const kind = `${route}\n${await build(page)}`
          if (examined.has(kind)) {
            await show(page, { width: 360, scheme: 'light' })
            found.push(...(await overflow(page)))
          } else {
            examined.add(kind)
            found.push(...(await examine(page, `${who}-${route}`)))
          }
          found.push(...faults())
          wrong.push(...found.map((entry) => `${url.replace(demo.base, '')}\n  ${entry}`))
          await show(page, { width: 1280, scheme: 'light' })
        }
        const { pages, routes, files, broken } = await crawl(page, `${demo.base}/${lang}`, visit, { samples: 4 })
        await context.close()
        t.diagnostic(`${who} ${lang}: ${pages.length} pages, ${routes.size} routes, ` +
          `${examined.size} examined in four looks, ${files.length} files`)
        assert.ok(routes.size >= least[who], `only ${routes.size} routes: ${[...routes].join(' ')}`)
        const all = [...broken, ...wrong]
        assert.equal(all.length, 0, `${all.length} faults\n\n${all.slice(0, 40).join('\n\n')}`)
      })
    }
  }
})
