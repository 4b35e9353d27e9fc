// Who walks through the site: a stranger, or somebody whom the demo lets in.
import assert from 'node:assert/strict'
import { openContext } from './browser.mjs'

// signIn follows the link that the demo printed for `who`, presses the one button of
// the page it leads to, if it asks for that, and returns the storage of the session
// for as many contexts as are needed: a link is good for one sign-in.
export async function signIn(browser, demo, who) {
  const context = await openContext(browser)
  try {
    const page = await context.newPage()
    const link = demo.signIn[who]
    await page.goto(link)
    if (page.url() === link) {
      await page.locator('main form button').first().click()
      await page.waitForURL((url) => url.href !== link)
    }
    assert.ok((await context.cookies()).length > 0, `${who} has no session after ${link}, but is at ${page.url()}`)
    return await context.storageState()
  } finally {
    await context.close()
  }
}
