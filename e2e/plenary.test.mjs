// A plenary from the opening of its door to its minutes: a facilitator's screen, a
// projector and a hundred participants, thirty of them remote. Ten sit at real browser
// pages, the rest are plain HTTP clients that run no script. It is held twice: once the
// ten run scripts, and one of them reports back while its network is down; once nobody
// on the participants' side runs any.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { launch, openContext, screenshot } from './browser.mjs'
import { Client, forms } from './client.mjs'
import { binary, startDemo } from './server.mjs'
import { signIn } from './visitor.mjs'

const run = promisify(execFile)
const here = path.dirname(fileURLToPath(import.meta.url))

const groups = ['e2e-government', 'e2e-users', 'e2e-technical', 'e2e-academia']
const rooms = ['e2e-b1', 'e2e-b2', 'e2e-b3']
const people = 100
const pages = 10 // of them sit at browser pages
const capacity = 34 // of each room: 102 places for 100 people
const limit = 2000 // milliseconds that the projector may be behind

const place = (n) => (n % 10 < 3 ? 'remote' : 'room')
const group = (n) => groups[n % 7 < 3 ? 1 : n % 4]
const room = (n) => rooms[n % 3]

const hall = (id, rest = '') => `/fr/meetings/${id}${rest}`

// inTurns does a job for each of a list, so many at a time.
async function inTurns(list, width, job) {
  const left = [...list]
  await Promise.all(Array.from({ length: width }, async () => {
    while (left.length > 0) await job(left.shift())
  }))
}

for (const scripts of [true, false]) {
  describe(`a plenary ${scripts ? 'with' : 'without'} scripts`, () => {
    let demo, browser, folder, desk, projector, code
    const id = 'e2e-m1'
    const seats = [] // everybody who takes part: {n, mode, group, http} or {n, mode, group, page}
    let storage

    before(async () => {
      demo = await startDemo()
      folder = await mkdtemp(path.join(tmpdir(), 'penc-plenary-'))
      const file = path.join(folder, 'plenary.yaml')
      const day = new Date().toISOString().slice(0, 10)
      await writeFile(file, (await readFile(path.join(here, 'plenary.yaml'), 'utf8')).replaceAll('DAY', day))
      await run(binary(), ['import', file, '--data', demo.data, '--yes', '--publish', '--for', 'convener@mareola.example'])
      browser = await launch()
      storage = await signIn(browser, demo, 'convener')
      const office = await openContext(browser, { lang: 'fr', storage })
      desk = await office.newPage()
      desk.setDefaultTimeout(15_000)
      const wall = await openContext(browser, { lang: 'fr', width: 1280, storage })
      projector = await wall.newPage()
      projector.setDefaultTimeout(15_000)
    })
    after(async () => {
      await browser?.close()
      await demo?.stop()
      if (folder) await rm(folder, { recursive: true, force: true })
    })

    // press sends the form on the facilitator's page that a button belongs to.
    const press = async (locator) => {
      await Promise.all([desk.waitForNavigation(), locator.click()])
    }
    // shown waits until the projector shows a text and returns how long that took.
    const shown = async (pattern, since) => {
      await projector.waitForFunction((source) => new RegExp(source).test(document.body.innerText), pattern.source, { timeout: 10_000 })
      return performance.now() - since
    }

    // follow has the projector show a part of the meeting.
    const follow = async (view) => {
      await desk.goto(`${demo.base}${hall(id, '/hall/desk')}`)
      const sent = desk.waitForResponse((r) => r.request().method() === 'POST' && r.url().endsWith('/show'))
      await desk.locator(`form[action$="/hall/desk/show"]:has(input[value="${view}"]) button`).first().click()
      await sent
    }
    // inTime fails if the projector is behind what happened.
    const inTime = async (t, what, pattern, since = performance.now()) => {
      const late = await shown(pattern, since)
      t.diagnostic(`the projector showed ${what} after ${Math.round(late)} ms`)
      assert.ok(late <= limit, `the projector shows ${what} ${Math.round(late)} ms late`)
    }

    test('the door opens, and the projector shows the code', async () => {
      await desk.goto(`${demo.base}${hall(id, '/door')}`)
      await press(desk.locator('form[action$="/door/open"] button'))
      await desk.goto(`${demo.base}${hall(id, '/hall/desk')}`)
      await press(desk.locator('form[action$="/hall/desk/open"] button').first())
      await projector.goto(`${demo.base}${hall(id, '/projector')}`)
      code = /\b([A-Z0-9]{3})\s*([A-Z0-9]{3})\b/.exec(await projector.locator('.code').first().innerText())?.slice(1).join('')
      assert.equal(code?.length, 6, 'the projector shows no code of six characters')
    })

    test('a hundred people check in by the code', async (t) => {
      await inTurns(Array.from({ length: people }, (_, n) => n), 16, async (n) => {
        const seat = { n, mode: place(n), group: group(n) }
        seats[n] = seat
        const words = { name: `Personne ${n}`, mode: seat.mode, 'stakeholder-group': seat.group, named: null }
        if (n < pages) {
          const context = await openContext(browser, { lang: 'fr', width: 360, scripts })
          seat.context = context
          seat.page = await context.newPage()
          seat.page.setDefaultTimeout(20_000)
          await seat.page.goto(`${demo.base}/m/${code}`)
          await seat.page.locator('input[name=name]').fill(words.name)
          await seat.page.locator(`input[name=mode][value=${seat.mode}]`).check()
          await seat.page.locator('select[name=stakeholder-group]').selectOption(seat.group)
          await Promise.all([seat.page.waitForNavigation(), seat.page.locator('form[action*="check-in"] button[type=submit]').first().click()])
          return
        }
        seat.http = new Client(demo.base)
        const page = await seat.http.open(`/m/${code}`)
        const answer = await seat.http.fill(page, /check-in/, words)
        assert.equal(answer.status, 200, `${words.name} is not let in: ${answer.status}`)
      })
      const remote = seats.filter((seat) => seat.mode === 'remote').length
      await inTime(t, 'who is there', new RegExp(`\\b${people - remote}\\b[^\\d]+\\b${remote}\\b`))
      const roll = await (await fetch(`${demo.base}${hall(id, '/attendance.json')}`)).json()
      assert.match(JSON.stringify(roll), new RegExp(`\\b${people}\\b`))
      await screenshot(projector, `plenary-projector-${scripts}`)
    })

    test('they choose among three breakouts, none over its capacity', async (t) => {
      await desk.goto(`${demo.base}${hall(id, '/breakouts/desk')}`)
      await press(desk.locator('#open-close button'))
      await follow('breakouts')
      const full = []
      await inTurns(seats.slice(0, pages), 4, async (seat) => {
        await seat.page.goto(`${demo.base}${hall(id, '/breakouts')}`)
        await seat.page.locator('form', { has: seat.page.locator(`input[name=breakout][value=${room(seat.n)}]`) }).locator('button').click()
        await seat.page.locator('main [role=status]:visible').first().waitFor()
        seat.room = room(seat.n)
      })
      // Everybody else wants the first room first.
      await inTurns(seats.slice(pages), 16, async (seat) => {
        const wishes = [rooms[0], room(seat.n), ...rooms]
        for (const wish of wishes) {
          const page = await seat.http.open(hall(id, '/breakouts'))
          const mine = forms(page.html, page.url).find((f) => f.fields.some((x) => x.name === 'breakout' && x.value === wish))
          if (!mine) continue
          const answer = await seat.http.ask(mine.action, { method: 'POST', fields: mine.fields.map((x) => [x.name, x.value]) })
          if (answer.status === 200) {
            seat.room = wish
            return
          }
          assert.equal(answer.status, 409, `choosing ${wish} answers ${answer.status}`)
          full.push(wish)
        }
        assert.fail(`there was no room for ${seat.n}`)
      })
      const last = performance.now()
      const counts = rooms.map((r) => seats.filter((s) => s.room === r).length)
      assert.equal(counts.reduce((a, b) => a + b), people)
      await inTime(t, 'who is in which room', new RegExp(counts.map((n) => `\\b${n} (sur|/) ${capacity}\\b`).join('[^]*')), last)
      await screenshot(projector, `plenary-rooms-${scripts}`)
      await desk.goto(`${demo.base}${hall(id, '/breakouts/desk')}`)
      for (const [n, r] of rooms.entries()) {
        assert.ok(counts[n] <= capacity, `${r} has ${counts[n]}`)
        const row = await desk.locator('#rooms tr', { has: desk.locator(`a[href$="/${r}"]`) }).innerText()
        assert.match(row, new RegExp(`\\b${counts[n]} (sur|/) ${capacity}\\b`), `the facilitator reads “${row}” of ${r}`)
      }
    })

    test('ideas are collected, and three rooms report back', async () => {
      await inTurns(seats, 16, async (seat) => {
        const there = hall(id, `/breakouts/${seat.room}`)
        const idea = `Idée ${seat.n} de ${seat.room}`
        if (seat.page) {
          await seat.page.goto(demo.base + there)
          await seat.page.locator('form[action$="/points"] textarea').first().fill(idea)
          await seat.page.locator('form[action$="/points"] button').first().click()
          await seat.page.getByText(idea).first().waitFor()
          return
        }
        const answer = await seat.http.fill(await seat.http.open(there), /\/points$/, { text: idea })
        assert.equal(answer.status, 200)
      })
      for (const [n, where] of rooms.entries()) {
        const lines = [`Première demande de ${where}`, n < 2 ? 'Un guichet unique' : 'Un guichet commun', `Dernière demande de ${where}`]
        const there = hall(id, `/breakouts/${where}`)
        const inside = seats.filter((seat) => seat.room === where)
        if (n === 2) {
          await reportByHand(inside.find((seat) => seat.page), there, lines)
          continue
        }
        const { http } = inside.find((seat) => seat.http)
        await http.fill(await http.open(there), /\/rapporteurs$/)
        const fields = { do: 'file', questions: 'Qui paie ?' }
        for (const [i, text] of lines.entries()) Object.assign(fields, { [`text.${i + 1}`]: text, [`support.${i + 1}`]: 20 - i })
        const answer = await http.fill(await http.open(`${there}/report`), /\/report$/, fields)
        assert.equal(answer.status, 200)
      }
      const list = await (await fetch(`${demo.base}${hall(id, '/breakouts.json')}`)).json()
      assert.equal(JSON.stringify(list).match(/Première demande/g)?.length, 3, 'not all three rooms have reported')
    })

    // reportByHand reports in a browser; where it runs scripts, without a network.
    async function reportByHand({ page, context }, there, lines) {
      await page.goto(demo.base + there)
      await page.locator('form[action$="/rapporteurs"] button').first().click()
      await page.locator('a[href$="/report"]').first().waitFor()
      await page.goto(`${demo.base}${there}/report`)
      if (scripts) {
        await page.waitForFunction(() => navigator.serviceWorker?.controller || navigator.serviceWorker?.ready)
        await context.setOffline(true)
      }
      for (const [i, text] of lines.entries()) {
        const folded = page.locator('details:not([open])', { has: page.locator(`[name="text.${i + 1}"]`) })
        if (await folded.count() > 0) await folded.locator('summary').first().click()
        await page.locator(`[name="text.${i + 1}"]`).fill(text)
        await page.locator(`[name="support.${i + 1}"]`).fill(String(20 - i))
      }
      await page.locator('button[name=do][value=file]').click()
      if (scripts) {
        await page.getByText('Pas encore envoyé').first().waitFor()
        await context.setOffline(false)
      }
      const deadline = Date.now() + 20_000
      for (;;) {
        const found = JSON.stringify(await (await fetch(`${demo.base}${hall(id, '/breakouts.json')}`)).json())
        if (found.includes(lines[0])) return
        assert.ok(Date.now() < deadline, 'what was written without a network has not arrived')
        await new Promise((wait) => setTimeout(wait, 250))
      }
    }

    let ballot
    test('the board takes every point, two become one, and a ballot opens', async (t) => {
      await desk.goto(`${demo.base}${hall(id, '/board')}`)
      await press(desk.locator('form[action$="/board"] button[type=submit]').first())
      await follow('board')
      await desk.goto(`${demo.base}${hall(id, '/board')}`)
      assert.equal(await desk.locator('form[data-board] input[name=item]').count(), 9)
      for (const words of ['Un guichet unique', 'Un guichet commun']) {
        await desk.locator('form[data-board] label', { hasText: words }).first().click()
      }
      await press(desk.locator('form[data-board] button[value=merge]'))
      await desk.locator('[name="words.fr"]').fill('Un guichet unique dans chaque commune')
      await press(desk.locator('form[action$="/board/merge"] button[type=submit]').first())
      await inTime(t, 'the merged item', /dans chaque commune/)
      await screenshot(projector, `plenary-board-${scripts}`)
      const board = await (await fetch(`${demo.base}${hall(id, '/board.json')}`)).json()
      const merged = board.items.find((item) => JSON.stringify(item.words).includes('chaque commune'))
      assert.equal(merged?.origins.length, 2, 'the merged item has lost an origin')
      await desk.goto(`${demo.base}${hall(id, '/board/ballot')}`)
      await desk.locator('[name=seats]').fill('3')
      await press(desk.locator('form[action$="/board/ballot"] button[type=submit]').first())
      await desk.goto(`${demo.base}${hall(id, '/board')}`)
      ballot = new URL(await desk.locator('a[href*="/ballots/"]').first().getAttribute('href'), demo.base).pathname.split('/').slice(0, 4).join('/')
    })

    test('everybody votes once, and the count can be repeated', async (t) => {
      await inTurns(seats, 16, async (seat) => {
        const marks = new Set([seat.n % 8, (seat.n * 3 + rooms.indexOf(seat.room)) % 8])
        seat.marks = marks
        if (seat.page) {
          await seat.page.goto(demo.base + ballot)
          for (const m of marks) await seat.page.locator(`form[data-paper] [name=m${m}]`).first().check()
          await seat.page.locator('form[data-paper] button[type=submit]').first().click()
          await seat.page.locator('main [role=status]:visible').first().waitFor()
          return
        }
        const page = await seat.http.open(ballot)
        const paper = forms(page.html, page.url).find((f) => f.html.includes('data-paper'))
        assert.ok(paper, `there is no paper at ${page.url}`)
        const fields = paper.fields.filter((f) => f.type === 'hidden').map((f) => [f.name, f.value])
        for (const m of marks) fields.push([`m${m}`, paper.fields.find((f) => f.name === `m${m}`).value])
        // One in ten presses twice.
        for (let i = 0; i < (seat.n % 10 === 9 ? 2 : 1); i++) {
          const answer = await seat.http.ask(paper.action, { method: 'POST', fields })
          assert.equal(answer.status, 200)
        }
      })
      await inTime(t, 'how many have voted', new RegExp(`\\b${people}\\s+votes sur ${people}\\b`))
      await screenshot(projector, `plenary-ballot-${scripts}`)
      await desk.goto(`${demo.base}${ballot}/close`)
      await press(desk.locator('main form button[type=submit]').first())
      const since = performance.now()
      let result
      do {
        await new Promise((wait) => setTimeout(wait, 100))
        result = await (await fetch(`${demo.base}${ballot}.json`)).json()
        assert.ok(performance.now() - since < 30_000, `not counted: ${JSON.stringify(result)}`)
      } while (result.state !== 'counted')
      t.diagnostic(`counted ${Math.round(performance.now() - since)} ms after the end`)
      await inTime(t, 'the priorities', /y retrouvent un de leurs choix/)
      const { outcome } = result
      assert.deepEqual([outcome.voted, outcome.papers], [people, people])
      assert.deepEqual(outcome.items.map((line) => line.marked), result.items.map((_, i) => seats.filter((seat) => seat.marks.has(i)).length))
      const page = await (await fetch(demo.base + ballot)).text()
      const papers = await (await fetch(`${demo.base}${ballot}/papers.pb`)).text()
      assert.equal(papers.split(/\nVOTES\n/)[1].trim().split('\n').length, people + 1, 'not one paper a voter')
      const file = path.join(folder, 'papers.pb')
      await writeFile(file, papers)
      const command = ['ballot', 'count', '--rule', result.rule, '--seats', String(result.seats), '--ties', result.ties, '--json', file]
      const again = JSON.parse((await run(binary(), command)).stdout)
      const numbers = outcome.winners.map((item) => String(result.items.find((c) => c.item === item).number))
      assert.deepEqual([...again.winners].sort(), [...numbers].sort(), 'the count by hand chooses otherwise')
      assert.ok(page.includes(`--rule ${result.rule}`), 'the page does not say how to count again')
      assert.equal(numbers.length, 3)
      await screenshot(projector, `plenary-result-${scripts}`)
    })

    test('the hall ends with a question, and the minutes hold what was said', async () => {
      await desk.goto(`${demo.base}${hall(id, '/hall/end')}`)
      await press(desk.locator('main form button[type=submit]').first())
      for (const seat of [seats[0], seats[20], seats[50]]) {
        const voice = `Voix absente ${seat.n}`
        if (seat.page) {
          await seat.page.goto(`${demo.base}${hall(id, '/hall')}`)
          await seat.page.locator('form [name=voice]').fill(voice)
          await seat.page.locator('form [name=why]').fill('Personne ne parle pour elle.')
          await seat.page.locator('form', { has: seat.page.locator('[name=voice]') }).locator('button[type=submit]').click()
          await seat.page.locator('main [role=status]:visible').first().waitFor()
          continue
        }
        const answer = await seat.http.fill(await seat.http.open(hall(id, '/hall')), /name="voice"/, { voice, why: 'Personne ne parle pour elle.' })
        assert.equal(answer.status, 200)
      }
      const missing = await (await fetch(`${demo.base}/fr/processes/e2e-plenary/missing.json`)).json()
      assert.equal(missing.length, 3)
      await desk.goto(`${demo.base}/fr/processes/e2e-plenary/missing`)
      const named = await desk.locator('main').innerText()
      for (const n of [0, 20, 50]) assert.match(named, new RegExp(`Voix absente ${n}\\b`))
      await desk.goto(`${demo.base}${hall(id, '/minutes')}`)
      await press(desk.locator('main form button[type=submit]').first())
      const text = await desk.locator('main').innerText()
      for (const words of ['Première demande de e2e-b3', 'chaque commune', '3 voix']) assert.ok(text.includes(words), `the minutes do not say “${words}”`)
    })

    test('the balance counts everybody', async () => {
      const balance = await (await fetch(`${demo.base}/fr/meetings/${id}/balance.json`)).json()
      const present = (row) => row.steps.find((s) => s.step === 'present')?.people
      assert.equal(present(balance), people)
      assert.equal(balance.steps.find((s) => s.step === 'voted')?.people, people)
      const rows = balance.dimensions.find((d) => d.dimension === 'group').rows
      for (const g of groups) {
        assert.equal(present(rows.find((row) => row.value === g)), seats.filter((seat) => seat.group === g).length, g)
      }
    })
  })
}
