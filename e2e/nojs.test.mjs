// The whole of taking part without a single script, in French, on a phone: a guest
// votes, changes a vote, proposes a statement, learns what became of it; a convener
// decides about it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, openContext, overflow, watchPage } from './browser.mjs'
import { startDemo } from './server.mjs'
import { signIn } from './visitor.mjs'

const near = 'Je veux pouvoir refuser le compteur connecté sans payer plus.'
const double = `${near} Et je veux que <b>les fuites</b> soient réparées plus vite.`
const single = 'Chaque quartier doit savoir qui lit ses relevés & pourquoi.'

describe('without JavaScript', () => {
  let demo
  let browser
  let guest
  let convener
  before(async () => {
    demo = await startDemo()
    browser = await launch()
    const person = { lang: 'fr', width: 360, scripts: false }
    const open = async (more) => watchPage(await openContext(browser, { ...person, ...more }))
    guest = await open()
    convener = await open({ storage: await signIn(browser, demo, 'convener') })
  })
  after(async () => {
    await browser?.close()
    await demo?.stop()
  })

  // sound fails if the page that `who` is on has a fault of any kind.
  async function sound({ page, faults }) {
    assert.deepEqual([...faults(), ...(await overflow(page))], [], page.url())
  }
  async function press(who, locator) {
    await Promise.all([who.page.waitForEvent('load'), locator.click()])
    await sound(who)
  }
  const card = (page, text) => page.locator('main article.statement', { hasText: text })
  const done = (page) => page.locator('main [role=status]').first()

  test('a guest votes on three statements', async () => {
    const { page } = guest
    await page.goto(`${demo.base}/fr`)
    await sound(guest)
    await press(guest, page.locator('main a.btn[href*="/conversations/"]').first())
    const seen = new Set()
    for (const [n, vote] of ['agree', 'disagree', 'pass'].entries()) {
      const words = await page.locator('article.statement.large blockquote').innerText()
      assert.ok(!seen.has(words), `asked twice: ${words}`)
      seen.add(words)
      await press(guest, page.locator(`article.statement.large button[value=${vote}]`))
      assert.match(await page.locator('aside.progress').innerText(), new RegExp(`voté sur ${n + 1} des \\d+ énoncés`))
      assert.ok((await page.locator('#last').innerText()).includes(words), `the page does not show the vote on: ${words}`)
    }
  })

  test('the guest changes one of the votes', async () => {
    const { page } = guest
    await press(guest, page.getByRole('link', { name: 'Mes votes' }))
    const votes = page.locator('#votes article.statement')
    assert.equal(await votes.count(), 3)
    const pressed = async (value) => page.locator(`#votes button[value=${value}][aria-pressed=true]`).count()
    assert.deepEqual([await pressed('agree'), await pressed('disagree'), await pressed('pass')], [1, 1, 1])
    const passed = votes.filter({ has: page.locator('button[value=pass][aria-pressed=true]') })
    const words = await passed.locator('blockquote').innerText()
    await press(guest, passed.locator('button[value=agree]'))
    assert.match(await done(page).innerText(), /Votre vote est enregistré/)
    assert.equal(await votes.count(), 3)
    assert.equal(await card(page, words).locator('button[value=agree][aria-pressed=true]').count(), 1)
  })

  test('the guest proposes a statement, and is shown first what is like it', async () => {
    const { page } = guest
    await press(guest, page.getByRole('link', { name: 'Proposer un énoncé' }).first())
    await page.locator('#words').fill(near)
    const send = page.getByRole('button', { name: 'Envoyer' })
    await press(guest, send)
    assert.ok(await page.locator('#similar article.statement').count() > 0, 'nothing like it is shown')
    assert.equal(await page.locator('#words').inputValue(), near, 'what was typed is lost')
    await page.locator('#words').fill(double)
    await page.locator('#anyway').check()
    await press(guest, send)
    assert.match(await done(page).innerText(), /attend un modérateur/)
    assert.match(await card(page, double).innerText(), /En attente/)
    await press(guest, page.getByRole('link', { name: 'Proposer un énoncé' }).first())
    await page.locator('#words').fill(single)
    await press(guest, send)
    assert.match(await card(page, single).innerText(), /En attente/)
  })

  test('a convener rejects the one with a reason and accepts the other', async () => {
    const { page } = convener
    await page.goto(`${demo.base}/fr/processes/mareola-water-meters/desk`)
    await sound(convener)
    await press(convener, page.locator('main a[href$="/moderation"]').first())
    assert.ok((await page.locator('[data-moderation]').innerText()).includes(double))
    await page.getByRole('radio', { name: 'Plusieurs idées en une' }).check()
    await press(convener, page.getByRole('button', { name: /^Rejeter/ }))
    assert.match(await done(page).innerText(), /^Rejetée/)
    assert.ok((await page.locator('[data-moderation]').innerText()).includes(single))
    await press(convener, page.getByRole('button', { name: /^Accepter/ }))
    assert.match(await done(page).innerText(), /^Acceptée/)
    assert.equal(await page.locator('[data-moderation]').count(), 0)
  })

  test('a rejection without a reason is asked for one', async () => {
    const { page } = convener
    await press(convener, page.locator('#lately a', { hasText: single }))
    await press(convener, page.getByRole('button', { name: /^Rejeter/ }))
    assert.match(await page.locator('main [role=alert]').first().innerText(), /Choisissez un motif/)
  })

  test('the guest reads what became of both', async () => {
    const { page } = guest
    await press(guest, page.getByRole('link', { name: 'Mes votes' }))
    assert.match(await card(page, double).innerText(), /Refusé[\s\S]*plusieurs choses à la fois/)
    assert.match(await card(page, single).innerText(), /Soumis au vote/)
    // Everybody else can vote on the one, and cannot see the other.
    const stranger = await watchPage(await openContext(browser, { lang: 'fr', width: 360, scripts: false }))
    await stranger.page.goto(await page.getByRole('link', { name: single }).getAttribute('href').then((href) => new URL(href, demo.base).href))
    await sound(stranger)
    assert.equal(await stranger.page.locator('form[data-vote] button').count(), 3)
    await stranger.page.context().close()
  })
})
