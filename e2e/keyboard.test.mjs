// Nobody needs a mouse: votes by keys, every control within reach of Tab in the
// order in which it is read, the focus always to be seen, the header to be skipped.
// And nobody who presses twice says a thing twice.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, openContext, watchPage } from './browser.mjs'
import { startDemo } from './server.mjs'
import { signIn } from './visitor.mjs'

const conversation = '/en/conversations/ma-conversation-meters'

describe('by keyboard', () => {
  let demo
  let browser
  let storage
  before(async () => {
    demo = await startDemo()
    browser = await launch()
    storage = await signIn(browser, demo, 'convener')
  })
  after(async () => {
    await browser?.close()
    await demo?.stop()
  })

  // at opens a page in a browser of its own and fails if it has faults at the end.
  const at = (name, path, use, person = {}) => test(name, async () => {
    const context = await openContext(browser, { lang: 'en', ...person, storage: person.convener ? storage : undefined })
    const { page, faults } = await watchPage(context)
    await page.goto(demo.base + path)
    await use(page)
    assert.deepEqual(faults(), [])
    await context.close()
  })

  // focused says what has the focus: its place among the controls of the page,
  // whether it is in main, and what makes it hard to see.
  const focused = (page) => page.evaluate(() => {
    const element = document.activeElement
    const seen = getComputedStyle(element)
    const box = element.getBoundingClientRect()
    const label = `${element.outerHTML.split('>')[0]}> ${element.textContent.trim().slice(0, 40)}`
    const hard = []
    if (seen.outlineStyle === 'none' || parseFloat(seen.outlineWidth) < 1) hard.push('has no outline')
    if (box.width < 2 || box.height < 2) hard.push(`is ${box.width} × ${box.height} px`)
    if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) hard.push('is off the screen')
    return {
      label,
      hard,
      body: element === document.body,
      main: Boolean(element.closest('main')),
      order: [...document.querySelectorAll('*')].indexOf(element),
      vote: element.closest('[data-vote]') ? element.value : undefined,
    }
  })

  // tabThrough presses Tab from the top of the page to its end.
  async function tabThrough(page) {
    const walk = []
    for (let n = 0; n < 400; n++) {
      await page.keyboard.press('Tab')
      const here = await focused(page)
      if (here.body || here.order === walk[0]?.order) return walk
      walk.push(here)
    }
    return assert.fail(`Tab never leaves ${page.url()}`)
  }

  // controls counts the places that Tab has to reach: of radio buttons of one name
  // there is one.
  const controls = (page) => page.evaluate(() => {
    const all = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')
    const shown = [...all].filter((e) => !e.disabled && e.checkVisibility({ visibilityProperty: true }) &&
      (e.localName !== 'a' || e.getClientRects().length > 0))
    const names = new Set()
    return shown.filter((e) => e.type !== 'radio' || (!names.has(e.name) && names.add(e.name))).length
  })

  for (const [path, person] of [
    ['/en', {}],
    [conversation, {}],
    [`${conversation}/propose`, { width: 360 }],
    [`${conversation}/results`, {}],
    ['/en/join', { width: 360 }],
    ['/en/processes/mareola-water-meters', { width: 360 }],
    ['/en/account', { convener: true }],
    ['/en/processes/mareola-water-meters/desk', { convener: true, width: 360 }],
    ['/en/processes/mareola-water-meters/edit', { convener: true }],
  ]) {
    at(`Tab goes through ${path}`, path, async (page) => {
      const walk = await tabThrough(page)
      assert.deepEqual(walk.filter((w) => w.hard.length > 0).map((w) => `${w.label} ${w.hard}`), [])
      const order = walk.map((w) => w.order)
      assert.deepEqual(order, [...order].sort((a, b) => a - b), 'Tab jumps about')
      assert.equal(walk.length, await controls(page), 'Tab does not reach every control')
      assert.ok(walk.some((w) => w.main), 'nothing in main')
    }, person)
  }

  at('the first Tab offers to skip the header, and Enter does', '/en', async (page) => {
    await page.keyboard.press('Tab')
    assert.match((await focused(page)).label, /class="skip"/)
    assert.ok(await page.locator('a.skip').isVisible())
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    assert.ok((await focused(page)).main, 'the header has to be gone through all the same')
  })

  at('the keys 1, 2 and 3 vote, unless they are turned off', conversation, async (page) => {
    const ask = page.locator('article.statement.large blockquote')
    for (const [key, vote] of [['1', 'agree'], ['2', 'disagree'], ['3', 'pass']]) {
      const words = await ask.innerText()
      await page.keyboard.press(key)
      await page.locator('#last', { hasText: words }).waitFor()
      assert.match(await page.locator('#last .votebar').innerText(), new RegExp(`Your vote: ${vote}`, 'i'))
    }
    const words = await ask.innerText()
    const hints = page.locator('[data-vote] kbd')
    assert.equal(await hints.filter({ visible: true }).count(), 3)
    await page.locator('[data-keys] button').click()
    assert.equal(await hints.filter({ visible: true }).count(), 0)
    await page.keyboard.press('1')
    await page.reload()
    await page.keyboard.press('1')
    assert.equal(await hints.filter({ visible: true }).count(), 0, 'the choice is not kept')
    await page.goto(`${demo.base}${conversation}/mine`)
    assert.equal(await page.locator('#votes article.statement').count(), 3)
    assert.equal(await page.locator('#votes', { hasText: words }).count(), 0)
  })

  at('Tab and Enter vote as well', conversation, async (page) => {
    const words = await page.locator('article.statement.large blockquote').innerText()
    let here
    do {
      await page.keyboard.press('Tab')
      here = await focused(page)
      assert.ok(!here.body, 'Tab never comes to the vote')
    } while (here.vote !== 'disagree')
    await page.keyboard.press('Enter')
    await page.locator('#last', { hasText: words }).waitFor()
  })

  // send sends the open page's form, filled in so, past the browser; it returns
  // where that leads.
  async function send(page, answers) {
    const { action, multipart, form } = await page.locator('main form[method=post]').first().evaluate((f) => ({
      action: f.action,
      multipart: f.enctype.startsWith('multipart'),
      form: Object.fromEntries([...new FormData(f)].filter(([, value]) => typeof value === 'string')),
    }))
    const all = { ...form, ...answers }
    for (const name of Object.keys(answers)) assert.ok(name in form, `the form has no ${name}`)
    return async () => {
      const answer = await page.context().request.post(action, {
        [multipart ? 'multipart' : 'form']: all,
        headers: { origin: demo.base },
      })
      assert.equal(answer.status(), 200, await answer.text())
      return new URL(answer.url()).pathname
    }
  }

  const mine = (page, words) => page.locator('#statements article.statement', { hasText: words }).count()

  at('a form that is sent twice by a quick hand goes out once', `${conversation}/propose`, async (page) => {
    const words = 'Every meter should show when it last sent something.'
    // The net is slow: the first sending is held until the second press is over.
    let sent = 0
    let letGo
    const pressed = new Promise((resolve) => { letGo = resolve })
    await page.route('**/propose', async (route) => {
      if (route.request().method() === 'POST') sent++
      await pressed
      await route.continue()
    })
    await page.locator('#words').fill(words)
    await page.getByRole('button', { name: 'Send' }).focus()
    await Promise.all([page.waitForRequest((request) => request.method() === 'POST'), page.keyboard.press('Enter')])
    await page.keyboard.press('Enter')
    letGo()
    await page.waitForURL(/\/mine/)
    assert.equal(sent, 1)
    assert.equal(await mine(page, words), 1)
  })

  at('a form that arrives twice is one act', `${conversation}/propose`, async (page) => {
    const words = 'A broken meter must be replaced within one week.'
    const again = await send(page, { words })
    await again()
    await again()
    await page.goto(`${demo.base}${conversation}/mine`)
    assert.equal(await mine(page, words), 1)
  })

  // Each form makes a new thing, which the second list names once.
  const invented = '/en/processes/mareola-water-meters'
  for (const [path, list, answers] of [
    ['news/new', 'news', { 'title.fr': 'Une lettre, une fois', 'text.fr': 'Le texte.' }],
    ['coverage/new', 'news', { outlet: 'Le Journal', title: 'Une lettre, une fois' }],
    ['meetings/new', 'meetings', { 'title.fr': 'Une lettre, une fois', start: '2026-12-20' }],
    ['documents/new', 'documents', { 'title.fr': 'Une lettre, une fois', kind: 'report', url: 'https://example.org/x' }],
    ['conversations/new', 'desk', { 'title.fr': 'Une lettre, une fois' }],
  ]) {
    at(`${path} that arrives twice is one act`, `${invented}/${path}`, async (page) => {
      const again = await send(page, answers)
      await page.goto(`${demo.base}${invented}/${list}`)
      const named = page.locator('main').getByText('Une lettre, une fois', { exact: true })
      const before = await named.count()
      await again()
      await again()
      await page.reload()
      assert.equal(await named.count(), before + 1)
    }, { convener: true })
  }

  at('a moderator decides by keys', '/en/processes/mareola-water-meters/moderation', async (page) => {
    const box = page.locator('[data-moderation]')
    const first = await box.locator('blockquote').first().innerText()
    await page.keyboard.press('2')
    assert.ok(await page.locator('input[name=code][value=several-ideas]').isChecked())
    await page.keyboard.press('r')
    await page.locator('main [role=status]', { hasText: 'Rejected' }).waitFor()
    assert.ok(!(await box.innerText()).includes(first))
    await page.keyboard.press('a')
    await page.locator('main [role=status]', { hasText: 'Accepted' }).waitFor()
    assert.equal(await box.count(), 0)
  }, { convener: true })
})
