// From a mail to an account, and from there to a passkey: somebody joins by the six
// digits of a letter, adds a passkey, signs out, comes back with it and removes it.
// The authenticator is Chromium's own, behind the real WebAuthn calls.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { examine, launch, openContext, watchPage } from './browser.mjs'
import { startDemo } from './server.mjs'

const address = 'aminata.diallo@example.org'

describe('a person joins and takes a passkey', () => {
  let demo
  let browser
  let page
  let faults
  let device
  let authenticatorId
  before(async () => {
    demo = await startDemo()
    browser = await launch()
    const context = await openContext(browser, { lang: 'en' })
    ;({ page, faults } = await watchPage(context))
    device = await context.newCDPSession(page)
    await device.send('WebAuthn.enable')
    ;({ authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }))
  })
  after(async () => {
    await browser?.close()
    await demo?.stop()
  })

  const sound = async (name) => assert.deepEqual([...(await examine(page, name)), ...faults()], [], page.url())
  const account = new RegExp('/en/account')
  const signOut = () => page.getByRole('button', { name: 'Sign out' }).click()
  const credentials = async () => (await device.send('WebAuthn.getCredentials', { authenticatorId })).credentials

  test('by the code of a letter', async () => {
    await page.goto(`${demo.base}/en/join`)
    await page.locator('#email').fill(address)
    await page.locator('#letter button').click()
    await page.waitForURL(/\/en\/join\/code$/)
    await sound('join-code')

    const outbox = await page.context().newPage()
    await outbox.goto(`${demo.base}/en/outbox`)
    const letter = outbox.locator('main article, main .item').filter({ hasText: address }).first()
    const code = /\b(\d{6})\b/.exec(await letter.innerText())?.[1]
    await outbox.close()
    assert.ok(code, 'the letter holds no code')

    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    await page.locator('#code').fill(wrong)
    await page.locator('#answer button').click()
    await page.locator('main [role=alert]').waitFor()
    await sound('join-code-wrong')

    await page.locator('#code').fill(code)
    await page.locator('#answer button').click()
    await page.locator('#name').waitFor()
    await sound('join-newcomer')
    await page.locator('#name').fill('Aminata Diallo')
    await page.locator('#consent').check()
    await page.locator('#enter button').click()
    await page.waitForURL(account)
    await sound('account-new')
  })

  test('adds a passkey', async () => {
    await page.locator('#passkey-name').fill('This computer')
    await page.locator('form[data-passkey=add] button').click()
    await page.locator('#passkeys').getByText('This computer').first().waitFor()
    const [credential, ...others] = await credentials()
    assert.equal(others.length, 0)
    assert.equal(credential.rpId, 'localhost')
    assert.ok(credential.isResidentCredential)
    await sound('account-passkey')
  })

  test('comes back with it', async () => {
    await signOut()
    await page.goto(`${demo.base}/en/account`)
    assert.doesNotMatch(await page.locator('main').innerText(), /Aminata/, 'still signed in')
    faults()
    await page.goto(`${demo.base}/en/join`)
    await page.locator('form[data-passkey=enter] button').click()
    await page.waitForURL(account)
    assert.equal(await page.locator('#name').inputValue(), 'Aminata Diallo')
    assert.ok((await credentials())[0].signCount > 0)
    assert.deepEqual(faults(), [])
  })

  test('is told when the device says no, and can try again', async () => {
    await signOut()
    await page.goto(`${demo.base}/en/join`)
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    await page.locator('form[data-passkey=enter] button').click()
    await page.locator('form[data-passkey=enter] [role=alert]:not(:empty)').waitFor()
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
    await page.locator('form[data-passkey=enter] button').click()
    await page.waitForURL(account)
  })

  test('removes it', async () => {
    await page.locator('#passkeys a[href$="/remove"]').click()
    await sound('passkey-remove')
    await page.locator('main form button').click()
    await page.waitForURL(account)
    assert.equal(await page.locator('#passkeys a[href$="/remove"]').count(), 0)
    // The device still has it; the site no longer takes it.
    await signOut()
    await page.goto(`${demo.base}/en/join`)
    await page.locator('form[data-passkey=enter] button').click()
    const told = page.locator('form[data-passkey=enter] [role=alert]:not(:empty)')
    await told.waitFor()
    assert.match(page.url(), /\/en\/join$/)
    assert.ok((await told.innerText()).length > 20)
  })
})
