// A breakout in a hall whose network comes and goes: pages open from their copy, what
// is written waits on the device, is sent once, and nothing is overwritten. Between
// the browsers and the program stands a line that can be cut, and that can lose
// answers; a browser can also be told that it has no network.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { chromium } from 'playwright-core'
import { examine, launch, openContext, overflow, viewports, watchPage } from './browser.mjs'
import { startDemo } from './server.mjs'
import { signIn } from './visitor.mjs'

// line carries requests to the program. lose(n) loses the answers to the next n forms,
// which the program has carried out by then; cut(true) carries nothing at all.
async function line(to) {
  let lost = 0
  let dead = false
  const forms = []
  const server = http.createServer((request, response) => {
    if (dead) return request.socket.destroy()
    const onward = http.request(to + request.url, { method: request.method, headers: request.headers }, (answer) => {
      if (request.method === 'POST' && lost > 0) {
        lost--
        answer.resume()
        answer.on('end', () => response.destroy())
        return
      }
      response.writeHead(answer.statusCode, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    if (request.method === 'POST') forms.push(request.url)
    request.pipe(onward)
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    base: `http://localhost:${server.address().port}`,
    forms,
    lose: (n) => { lost = n },
    cut: (yes) => { dead = yes },
    close: () => { server.closeAllConnections(); return new Promise((done) => server.close(done)) },
  }
}

describe('offline', () => {
  let demo
  let net
  let browser
  let folder
  let facilitator
  let meeting
  let code
  const rooms = []
  const people = []
  before(async () => {
    demo = await startDemo()
    net = await line(demo.base)
    browser = await launch()
    folder = await mkdtemp(path.join(tmpdir(), 'penc-offline-'))
    facilitator = await watchPage(await openContext(browser, { storage: await signIn(browser, demo, 'facilitator') }))
    const { page } = facilitator
    await page.goto(`${net.base}/en/processes/mareola-water-meters/meetings`)
    await page.getByRole('link', { name: 'Redress plenary' }).first().click()
    await page.waitForURL(/\/meetings\/[a-z0-9-]+$/)
    meeting = new URL(page.url()).pathname.split('/').pop()
    await page.goto(at('en', 'breakouts'))
    for (const link of await page.locator('#rooms h3 a').all()) rooms.push((await link.getAttribute('href')).split('/').pop())
    assert.equal(rooms.length, 3)
    await page.goto(at('en', 'projector'))
    code = (await page.locator('.code').first().innerText()).replaceAll(/\s/g, '')
  })
  after(async () => {
    for (const context of people) await context.close().catch(() => {})
    await browser?.close()
    await net?.close()
    await demo?.stop()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  const at = (lang, ...parts) => [net.base, lang, 'meetings', meeting, ...parts].join('/')
  const ready = (page) => page.locator('[data-offline-bar][data-ready]').waitFor({ state: 'attached' })
  const waiting = (page) => page.locator('[data-offline-items] li')
  const load = (page, act) => Promise.all([page.waitForEvent('load'), act])

  // person checks somebody in with the code and puts them into a room.
  async function person(name, room, { scripts = true, context } = {}) {
    context ??= await openContext(browser, { width: 360, scripts })
    people.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(`${net.base}/m/${code}`)
    await page.locator('input[name=name]').fill(name)
    await load(page, page.locator('form:has(input[name=name]) button.primary').click())
    await page.goto(at('en', 'breakouts'))
    await load(page, page.locator(`form:has(input[value="${room}"]) button`).first().click())
    assert.equal(new URL(page.url()).pathname, `/en/meetings/${meeting}/breakouts/${room}`)
    if (scripts) await ready(page)
    return { context, page }
  }
  const write = async (page, text) => {
    await page.locator('#text').fill(text)
    await load(page, page.locator('form:has(#text) button.primary').click())
  }
  // written counts how often a text stands among the ideas of a room, as the program
  // tells the facilitator.
  async function written(room, text) {
    await facilitator.page.goto(at('en', 'breakouts', room))
    return facilitator.page.locator('.ideas > li', { hasText: text }).count()
  }
  const cut = ({ context }) => context.setOffline(true)
  const mend = ({ context }) => context.setOffline(false)

  test('what is written without a network survives a restart, can be changed and is sent once', async () => {
    const room = rooms[1]
    const open = () => chromium.launchPersistentContext(path.join(folder, 'awa'), {
      executablePath: process.env.PENC_CHROMIUM ?? '/usr/bin/chromium', headless: true, locale: 'en-GB', viewport: viewports[360],
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    })
    let awa = await person('Awa', room, { context: await open() })
    await cut(awa)
    await load(awa.page, awa.page.reload())
    assert.match(await awa.page.locator('[data-offline-kept]').innerText(), /You are offline[\s\S]*a copy made at \d\d:\d\d/)
    await write(awa.page, 'An offline telephone line')
    await waiting(awa.page).first().waitFor()
    assert.match(await awa.page.locator('[data-offline-list]').innerText(), /Not yet sent: 1[\s\S]*Idea[\s\S]*An offline telephone line/)
    await write(awa.page, 'A thing that is not meant')
    await waiting(awa.page).nth(1).waitFor()
    assert.deepEqual(await examine(awa.page, 'offline', [{ width: 360, scheme: 'light' }, { width: 360, scheme: 'dark' }]), [])

    await awa.page.waitForTimeout(300) // the browser writes its stores behind
    await awa.context.close()
    const context = await open()
    people.push(context)
    net.cut(true)
    awa = { context, page: context.pages()[0] ?? await context.newPage() }
    await awa.page.goto(at('en', 'breakouts', room))
    await waiting(awa.page).nth(1).waitFor()
    awa.page.on('dialog', (dialog) => dialog.accept())
    await waiting(awa.page).filter({ hasText: 'not meant' }).locator('[data-drop]').click()
    await waiting(awa.page).nth(1).waitFor({ state: 'detached' })

    await load(awa.page, waiting(awa.page).locator('[data-edit]').click())
    await awa.page.waitForFunction(() => document.querySelector('#text').value !== '')
    await write(awa.page, 'A telephone line free of charge')
    await waiting(awa.page).filter({ hasText: 'free of charge' }).waitFor()
    assert.equal(await waiting(awa.page).count(), 1)

    net.cut(false)
    await awa.page.locator('[data-offline-send]').click()
    await awa.page.locator('.ideas > li', { hasText: 'free of charge' }).waitFor()
    assert.equal(await waiting(awa.page).count(), 0)
    assert.equal(await awa.page.locator('[data-offline-kept]').isVisible(), false)
    assert.deepEqual(await overflow(awa.page), [])
    assert.deepEqual([await written(room, 'free of charge'), await written(room, 'An offline telephone'), await written(room, 'not meant')], [1, 0, 0])
    await awa.context.close()
  })

  test('an answer that is lost, and two open tabs, make nothing twice', async () => {
    const room = rooms[2]
    const moussa = await person('Moussa', room)
    const second = await moussa.context.newPage()
    await second.goto(at('en', 'breakouts', room))
    await ready(second)
    net.forms.length = 0
    net.lose(2) // the sending of the page, and what the worker tries again at once
    await write(moussa.page, 'Answers within thirty days')
    await moussa.page.locator('.ideas > li', { hasText: 'thirty days' }).waitFor()
    await cut(moussa)
    await write(moussa.page, 'Letters in every language')
    await waiting(moussa.page).first().waitFor()
    await waiting(second).first().waitFor()
    await mend(moussa)
    await Promise.all([moussa.page, second].map((page) => page.locator('.ideas > li', { hasText: 'every language' }).waitFor()))
    net.lose(0)
    await moussa.page.waitForFunction(() => document.querySelector('[data-offline-list]').hidden)
    assert.ok(net.forms.length >= 3, `the lost answer was not asked for again: ${net.forms.join(' ')}`)
    assert.deepEqual([await written(room, 'thirty days'), await written(room, 'every language')], [1, 1])
    await moussa.context.close()
  })

  test('what two rapporteurs write at the same time is kept side by side', async () => {
    const room = rooms[2]
    const [binta, demba] = [await person('Binta', room), await person('Demba', room)]
    for (const { page } of [binta, demba]) {
      await load(page, page.locator('#volunteer button').click())
      await page.goto(at('en', 'breakouts', room, 'report'))
      await ready(page)
    }
    await cut(binta)
    await binta.page.locator('textarea[name="text.1"]').fill('Decisions are published without names')
    await load(binta.page, binta.page.locator('button[value=draft]').click())
    await waiting(binta.page).first().waitFor()
    // The form shows again what waits, and the latest takes the place of the one before.
    await binta.page.waitForFunction(() => document.querySelector('textarea[name="text.1"]').value.startsWith('Decisions'))
    await binta.page.locator('summary', { hasText: 'Point 2' }).click()
    await binta.page.locator('textarea[name="text.2"]').fill('Errors of one batch are all corrected')
    await load(binta.page, binta.page.locator('button[value=file]').click())
    await waiting(binta.page).filter({ hasText: 'one batch' }).waitFor()
    assert.equal(await waiting(binta.page).count(), 1)

    await demba.page.locator('textarea[name="text.1"]').fill('Decisions are published in the newspaper')
    await load(demba.page, demba.page.locator('button[value=file]').click())

    await mend(binta)
    await binta.page.locator('.diff').waitFor()
    const both = await binta.page.locator('.diff').innerText()
    for (const text of ['without names', 'one batch', 'newspaper']) assert.ok(both.includes(text), `${text} is lost: ${both}`)
    assert.ok(await binta.page.locator('.diff mark').count() > 0)
    await load(binta.page, binta.page.getByRole('button', { name: 'Version 2 stands' }).click())
    await binta.page.goto(at('en', 'breakouts', room, 'versions'))
    assert.match(await binta.page.locator('#versions').innerText(), /Version 3[\s\S]*Version 2[\s\S]*Version 1/)
    const stranger = await openContext(browser)
    const page = await stranger.newPage()
    await page.goto(at('en', 'breakouts', room))
    assert.match(await page.locator('#report').innerText(), /without names[\s\S]*one batch/)
    await stranger.close()
  })

  test('what is not accepted stays with its text', async () => {
    const coumba = await person('Coumba', rooms[1])
    await cut(coumba)
    await write(coumba.page, 'Written in the wrong room')
    await waiting(coumba.page).first().waitFor()
    const { page } = facilitator
    await page.goto(at('en', 'breakouts', 'desk'))
    await page.locator('#participant').selectOption({ label: await page.locator('#participant option', { hasText: 'Coumba' }).innerText() })
    await page.locator(`#put input[value="${rooms[2]}"]`).check()
    await load(page, page.locator('#put button').click())
    await mend(coumba)
    await waiting(coumba.page).filter({ hasText: 'Not accepted' }).waitFor()
    const said = await waiting(coumba.page).innerText()
    assert.match(said, /Written in the wrong room/)
    assert.match(said, /You are not in this breakout/)
    coumba.page.on('dialog', (dialog) => dialog.accept())
    await waiting(coumba.page).locator('[data-drop]').click()
    await waiting(coumba.page).waitFor({ state: 'detached' })
    assert.equal(await written(rooms[1], 'wrong room'), 0)
  })

  test('copies are gone after signing out', async () => {
    const { page, faults } = facilitator
    await page.goto(at('en', 'breakouts', rooms[1]))
    await ready(page)
    await page.context().setOffline(true)
    await page.reload()
    assert.ok(await page.locator('[data-offline-kept]').isVisible())
    await page.context().setOffline(false)
    await page.goto(at('en', 'breakouts', rooms[1]))
    await load(page, page.getByRole('button', { name: 'Sign out' }).click())
    await page.context().setOffline(true)
    await page.goto(at('en', 'breakouts', rooms[1]))
    assert.match(await page.locator('h1').innerText(), /You are offline/)
    assert.equal(await page.locator('.ideas').count(), 0)
    await page.context().setOffline(false)
    assert.deepEqual(faults().filter((fault) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(fault)), [])
  })

  test('without scripts the same forms are sent at once', async () => {
    const plain = await person('Samba', rooms[2], { scripts: false })
    await write(plain.page, 'Paper is patient')
    assert.equal(await plain.page.locator('.ideas > li', { hasText: 'Paper is patient' }).count(), 1)
    assert.equal(await plain.page.locator('[data-offline-kept]').isVisible(), false)
    assert.deepEqual(await overflow(plain.page), [])
  })
})
