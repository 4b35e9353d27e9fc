// Chromium, and what every page of Penc must stand: no axe violation, nothing wider
// than the screen, nothing that the content security policy had to stop, no error
// in the console.
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import axe from 'axe-core'
import { chromium } from 'playwright-core'

export const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

export const viewports = {
  360: { width: 360, height: 740 },
  1280: { width: 1280, height: 800 },
}

// The four looks in which every page is checked.
export const looks = [
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
  { width: 360, scheme: 'dark' },
  { width: 360, scheme: 'light' },
]

const flags = [
  '--no-sandbox', // the suite often runs as root, and opens no page but our own
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function executable() {
  const found = [
    process.env.PENC_CHROMIUM,
    '/usr/bin/chromium-headless-shell', // the same engine without windows: a third faster
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((file) => file && existsSync(file))
  if (!found) throw new Error('Chromium is missing: run `make setup`, or name it in PENC_CHROMIUM')
  return found
}

export function launch() {
  return chromium.launch({ executablePath: executable(), headless: true, args: flags })
}

// openContext opens a person's browser: its language, its screen, its colours, and
// whether it runs scripts. Storage, when given, is another context's storageState().
export function openContext(browser, { lang = 'en', width = 1280, scheme = 'light', scripts = true, storage } = {}) {
  return browser.newContext({
    locale: { en: 'en-GB', fr: 'fr-FR' }[lang],
    timezoneId: 'Africa/Dakar',
    viewport: viewports[width],
    colorScheme: scheme,
    reducedMotion: 'reduce',
    javaScriptEnabled: scripts,
    storageState: storage,
    acceptDownloads: false,
  })
}

// watchPage opens a page that remembers what went wrong on it. faults() hands the
// list over and empties it.
export async function watchPage(context) {
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  let list = []
  page.on('console', (message) => {
    // A form that is refused answers 409 or 422, with the page that says why.
    if (/status of (409|422) /.test(message.text()) && message.location().url === page.url()) return
    if (message.type() === 'error') list.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => list.push(`script: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText
    // A navigation replaced by the next one is no fault.
    if (why !== 'net::ERR_ABORTED') list.push(`request: ${request.url()}: ${why}`)
  })
  const faults = () => {
    const all = list
    list = []
    return all
  }
  return { page, faults }
}

// show gives the open page another look without loading it again, and waits until
// it has settled there.
export async function show(page, { width, scheme }) {
  await page.setViewportSize(viewports[width])
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const finite = document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.all(finite.map((a) => a.finished.catch(() => {})))
  })
}

// Of all rules these depend on colours; the dark is to pass them as well as the light.
const colours = ['color-contrast', 'link-in-text-block']

// violations runs axe, every rule or the given ones, and returns one readable entry
// for each rule that is broken.
export async function violations(page, rules) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) {
    await page.evaluate(axe.source) // through the debugger: the page's policy stays as it is
  }
  const broken = await page.evaluate(async ({ tags, only }) => {
    const result = await window.axe.run(document, {
      runOnly: only ? { type: 'rule', values: only } : { type: 'tag', values: tags },
      rules: only ? {} : { 'target-size': { enabled: true } }, // WCAG 2.2; off unless asked for
      resultTypes: ['violations'],
      preload: false,
      iframes: false,
    })
    return result.violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      nodes: nodes.map(({ target, html, failureSummary }) => ({ target: target.join(' '), html, failureSummary })),
    }))
  }, { tags: wcag, only: rules })
  return broken.map(({ id, impact, help, nodes }) => {
    const shown = nodes.slice(0, 5).map(({ target, html, failureSummary }) =>
      [`    ${target}`, `      ${html.slice(0, 200)}`, ...failureSummary.split('\n').slice(1).map((l) => `      ${l.trim()}`)].join('\n'))
    if (nodes.length > shown.length) shown.push(`    and ${nodes.length - shown.length} more`)
    return `axe ${id} (${impact}): ${help}\n${shown.join('\n')}`
  })
}

// overflow names what makes the page wider than its screen: nothing, if it is not.
export async function overflow(page) {
  return page.evaluate(() => {
    const wide = document.scrollingElement.scrollWidth
    if (wide <= window.innerWidth) return []
    const scrolls = (element) => {
      for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== 'visible') return true
      }
      return false
    }
    const guilty = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5 && !scrolls(element))
      .map((element) => element.outerHTML.split('>')[0].slice(0, 120) + '>')
    return [`wider than the screen: ${wide} px on ${window.innerWidth} px: ${guilty.slice(-5).join(' ')}`]
  })
}

// screenshot keeps a picture of the whole page in the folder PENC_SHOTS, if set.
export async function screenshot(page, name) {
  const folder = process.env.PENC_SHOTS
  if (!folder) return
  await mkdir(folder, { recursive: true })
  const file = name.replaceAll(/[^a-z0-9*-]+/gi, '_').replaceAll('*', 'x').replace(/^_+|_+$/g, '')
  await page.screenshot({ path: path.join(folder, `${file}.png`), fullPage: true })
}

// examine checks the open page in the given looks, all four unless told otherwise,
// and returns what is wrong, each entry with the look in which it showed first.
export async function examine(page, name, inLooks = looks) {
  const wrong = new Map()
  for (const look of inLooks) {
    await show(page, look)
    const here = `${look.width} px ${look.scheme}`
    const rules = look.scheme === 'dark' ? colours : undefined
    for (const entry of [...(await violations(page, rules)), ...(look.width === 360 ? await overflow(page) : [])]) {
      if (!wrong.has(entry)) wrong.set(entry, `[${here}] ${entry}`)
    }
    await screenshot(page, `${name}-${look.width}-${look.scheme}`)
  }
  return [...wrong.values()]
}
