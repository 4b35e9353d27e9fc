// The suite tested on known flaws: a check that cannot fail proves nothing.
import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { examine, launch, openContext, watchPage } from '../browser.mjs'
import { crawl, pool, route } from '../crawl.mjs'
import { startDemo } from '../server.mjs'
import { scale, tooHeavy } from '../weight.mjs'
import { startSite } from './site.mjs'

describe('the harness', () => {
  let site
  let browser
  before(async () => {
    site = await startSite()
    browser = await launch()
  })
  after(async () => {
    await browser?.close()
    await site?.stop()
  })

  async function look(path) {
    const context = await openContext(browser, { lang: 'fr' })
    try {
      const { page, faults } = await watchPage(context)
      await page.goto(site.base + path)
      const loading = faults()
      const wrong = await examine(page, path)
      return { loading, wrong, later: faults() }
    } finally {
      await context.close()
    }
  }

  test('finds nothing on a page without flaws', async () => {
    for (const path of ['/fr', '/en', '/fr/about']) {
      assert.deepEqual(await look(path), { loading: [], wrong: [], later: [] }, path)
    }
  })

  for (const [path, found, where] of [
    ['/fr/unnamed', /^\[1280 px light\] axe button-name \(critical\)/, 'a button without a name'],
    ['/fr/faint', /^\[1280 px dark\] axe color-contrast \(serious\)/, 'a contrast that is too low in the dark only'],
    ['/fr/tiny', /^\[1280 px light\] axe target-size \(serious\)/, 'targets too small for a finger'],
    ['/fr/wide', /^\[360 px dark\] wider than the screen: \d+ px on 360 px: <p class="wide">/, 'a page too wide for a phone'],
  ]) {
    test(`finds ${where}`, async () => {
      const { wrong } = await look(path)
      assert.equal(wrong.length, 1, wrong.join('\n'))
      assert.match(wrong[0], found)
    })
  }

  test('finds what the content security policy stopped', async () => {
    const { loading } = await look('/fr/styled')
    assert.equal(loading.length, 1, loading.join('\n'))
    assert.match(loading[0], /^console: .*Content Security Policy/)
  })

  test('finds a part of the page that is missing', async () => {
    const { loading } = await look('/fr/incomplete')
    assert.equal(loading.length, 1, loading.join('\n'))
    assert.match(loading[0], /^console: .*404.*nowhere\.png/)
  })

  test('weighs a page as it came over the wire', async () => {
    const bare = await openContext(browser, { scripts: false })
    const full = await openContext(browser)
    const [first, all] = [await scale(bare, { scripts: false }), await scale(full)]
    const weighed = async (path) => {
      const url = site.base + path
      return tooHeavy(url, await first(url), await all(url))
    }
    site.encodings.clear()
    assert.deepEqual(await weighed('/fr/about'), [])
    assert.deepEqual([...site.encodings], ['gzip'])
    const heavy = await weighed('/fr/heavy')
    assert.equal(heavy.length, 2, heavy.join('\n'))
    assert.match(heavy[0], /2 requests without scripts: .*\/noise\.png$/)
    assert.match(heavy[1], /(39|40)\.\d KB with everything, over 30\.0 KB: .*noise\.png 39\.\d KB/)
    await bare.close()
    await full.close()
  })

  test('walks a site by its links, one language, a few pages of each kind', async () => {
    const context = await openContext(browser, { lang: 'fr' })
    const { page } = await watchPage(context)
    site.asked.length = 0
    const visited = []
    const { files, broken, routes } = await crawl(page, [`${site.base}/fr`], async (_, { url }) => {
      visited.push(url.replace(site.base, ''))
    })
    assert.deepEqual(visited, ['/fr', '/fr/items/1', '/fr/items/2', '/fr/about'])
    assert.deepEqual([...routes], ['/fr', '/fr/items/*', '/fr/about'])
    assert.deepEqual(files, [`${site.base}/fr/agenda.ics`])
    assert.deepEqual(broken, [`${site.base}/fr/missing answers 404, linked from ${site.base}/fr`])
    assert.ok(site.asked.every((line) => line.startsWith('GET ')), site.asked.join('\n'))
    assert.ok(!site.asked.includes('GET /fr/sign-out'))
    assert.ok(!site.asked.includes('GET /en'))
    await context.close()
  })

  test('does two jobs at a time and keeps their order', async () => {
    let now = 0
    let most = 0
    const job = (n) => async () => {
      most = Math.max(most, ++now)
      await new Promise(setImmediate)
      now--
      return n
    }
    assert.deepEqual(await pool([1, 2, 3, 4, 5].map(job)), [1, 2, 3, 4, 5])
    assert.equal(most, 2)
  })
})

test('an address has the shape of its route', () => {
  for (const [address, shape] of [
    ['/fr', '/fr'],
    ['/fr/meetings/01JD3V', '/fr/meetings/*'],
    ['/fr/meetings/01JD3V.ics', '/fr/meetings/*.ics'],
    ['/en/processes', '/en/processes'],
    ['/en/processes/new', '/en/processes/new'],
    ['/en/processes/senegal/desk/stages/plenary', '/en/processes/*/desk/stages/*'],
    ['/en/processes/senegal/desk/stages/new', '/en/processes/*/desk/stages/new'],
    ['/en/processes/senegal/record', '/en/processes/*/record'],
    ['/en/conversations/canadian-electoral-reform', '/en/conversations/*'],
    ['/fr/meetings/01JD3V/breakouts/data-and-trust/report', '/fr/meetings/*/breakouts/*/report'],
    ['/fr/meetings/01JD3V/breakouts/desk', '/fr/meetings/*/breakouts/desk'],
    ['/fr/meetings/01JD3V/minutes/sections/agenda/versions', '/fr/meetings/*/minutes/sections/*/versions'],
    ['/fr/meetings/01JD3V/minutes/sections/breakouts/versions', '/fr/meetings/*/minutes/sections/*/versions'],
    ['/en/processes/senegal/contacts/import', '/en/processes/*/contacts/import'],
    ['/en/search?q=water&page=2', '/en/search?page&q'],
  ]) {
    assert.equal(route(`http://localhost${address}`), shape)
  }
})

describe('the program under test', () => {
  const program = path.join(path.dirname(fileURLToPath(import.meta.url)), 'program.mjs')
  let kept
  before(() => {
    kept = process.env.PENC_BIN
    process.env.PENC_BIN = program
  })
  after(() => {
    if (kept === undefined) delete process.env.PENC_BIN
    else process.env.PENC_BIN = kept
    delete process.env.PENC_SELFTEST
  })

  test('is started, read and stopped', async () => {
    process.env.PENC_SELFTEST = ''
    const demo = await startDemo()
    assert.match(demo.base, /^http:\/\/localhost:\d+$/)
    assert.deepEqual(demo.signIn, {
      convener: `${demo.base}/convener`,
      facilitator: `${demo.base}/facilitator`,
      member: `${demo.base}/member`,
    })
    assert.equal(await (await fetch(demo.base)).text(), 'ok')
    await demo.stop()
  })

  test('that dies at the start is reported with what it said', async () => {
    process.env.PENC_SELFTEST = 'dies'
    await assert.rejects(startDemo(), /ended early \(3\).*\n.*the database cannot be opened/)
  })

  test('that ends badly fails the suite', async () => {
    process.env.PENC_SELFTEST = 'fails at the end'
    const demo = await startDemo()
    await assert.rejects(demo.stop(), /did not end well/)
  })
})
