// The board of a plenary without a mouse: two items become one by keys alone, which is
// undone by keys; and by a finger, with ticks or by pulling one item onto another.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, openContext, viewports, watchPage } from './browser.mjs'
import { startDemo } from './server.mjs'
import { signIn } from './visitor.mjs'

describe('the board', () => {
  let demo, browser, storage, board
  before(async () => {
    demo = await startDemo()
    browser = await launch()
    storage = await signIn(browser, demo, 'facilitator')
    const list = await (await fetch(`${demo.base}/en/processes/mareola-water-meters/meetings`)).text()
    const [, meeting] = /href="\/en(\/meetings\/[^"]+)">Redress plenary</.exec(list)
    board = `${demo.base}/en${meeting}/board`
  })
  after(async () => {
    await browser?.close()
    await demo?.stop()
  })

  const items = (page) => page.locator('form[data-board] input[name=item]')

  // tabTo presses Tab until an element that a selector describes has the focus.
  async function tabTo(page, selector) {
    for (let n = 0; n < 200; n++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return
    }
    assert.fail(`Tab never comes to ${selector}`)
  }

  test('by keys: two items are merged, and the merging is undone', async () => {
    const { page, faults } = await watchPage(await openContext(browser, { storage }))
    await page.goto(board)
    const before = await items(page).count()
    assert.ok(before >= 2, `${before} items are on the board`)
    for (let n = 0; n < 2; n++) {
      await tabTo(page, 'form[data-board] input[name=item]:not(:checked)')
      await page.keyboard.press('Space')
    }
    await tabTo(page, 'form[data-board] button[value=merge]')
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    await tabTo(page, 'form[action$="/board/merge"] textarea[name="words.en"]')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('One counter for every complaint')
    await tabTo(page, 'form[action$="/board/merge"] button')
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    await page.getByText('One counter for every complaint').first().waitFor()
    await page.goto(board)
    assert.equal(await items(page).count(), before - 1)
    await tabTo(page, 'form[action$="/board/undo"] button')
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    await page.goto(board)
    assert.equal(await items(page).count(), before)
    assert.deepEqual(faults(), [])
    await page.context().close()
  })

  test('by a finger: items are ticked, or one is pulled onto another', async () => {
    const context = await browser.newContext({ viewport: viewports[360], hasTouch: true, isMobile: true, storageState: storage, locale: 'en-GB' })
    const { page, faults } = await watchPage(context)
    await page.goto(board)
    for (let n = 0; n < 2; n++) await items(page).nth(n).tap()
    await Promise.all([page.waitForNavigation(), page.locator('form[data-board] button[value=merge]').tap()])
    assert.equal(await page.locator('form[action$="/board/merge"] input[name=item]').count(), 2)
    await page.goto(board)
    const centre = async (locator) => {
      await locator.scrollIntoViewIfNeeded()
      const box = await locator.boundingBox()
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    }
    const points = page.locator('form[data-board] .point')
    await points.nth(1).scrollIntoViewIfNeeded()
    const from = await centre(points.nth(1).locator('.grip'))
    const to = await centre(points.nth(0))
    const finger = await context.newCDPSession(page)
    const touch = (type, touchPoints) => finger.send('Input.dispatchTouchEvent', { type, touchPoints })
    await touch('touchStart', [from])
    for (let step = 1; step <= 8; step++) {
      await touch('touchMove', [{ x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 }])
    }
    await Promise.all([page.waitForURL(/do=merge/), touch('touchEnd', [])])
    assert.equal(await page.locator('form[action$="/board/merge"] input[name=item]').count(), 2)
    assert.deepEqual(faults(), [])
    await context.close()
  })
})
