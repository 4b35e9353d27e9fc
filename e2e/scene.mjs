// What the demonstration leaves empty, so that a walk by links comes to every kind of
// page: a contact and an unfinished list of contacts, a letter that is written and one
// that is sent, a missing voice, minutes in each of their states, an open ballot,
// somebody who has checked in, a question put to the hall, and statements that say the
// same, one of them merged.
import assert from 'node:assert/strict'
import { openContext } from './browser.mjs'

export const invented = '/processes/mareola-water-meters'

// send opens a page, fills in the form whose action ends with `action` and sends it as
// a browser without scripts does. A value of a list ticks each of its boxes. It
// resolves to where that led.
async function send(page, path, action, values = {}) {
  await page.goto(path)
  const form = page.locator(`form[action$="${action}"]`).first()
  assert.ok(await form.count(), `${page.url()} has no form for ${action}`)
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST' && response.request().isNavigationRequest()),
    page.waitForEvent('load'),
    form.evaluate((form, values) => {
      for (const [name, value] of Object.entries(values)) {
        const fields = [...form.elements].filter((field) => field.name === name)
        if (fields.length === 0) throw new Error(`no field ${name}`)
        for (const field of fields) {
          if (field.type === 'radio' || field.type === 'checkbox') field.checked = [value].flat().includes(field.value)
          else field.value = value
        }
      }
      HTMLFormElement.prototype.submit.call(form)
    }, values),
  ])
  assert.ok(answer.status() < 400, `${action} answers ${answer.status()}`)
  return new URL(page.url()).pathname
}

// meetingsOf finds the played meeting of yesterday and the one of today by their titles.
async function meetingsOf(page, base) {
  await page.goto(`${base}/fr${invented}/meetings`)
  const of = async (title) => new URL(await page.getByRole('link', { name: title }).first().evaluate((a) => a.href)).pathname
  return { played: await of('Plénière des priorités'), today: await of('Plénière du recours'), first: await of('Première plénière'), next: await of('Deuxième plénière') }
}

// setScene resolves to pages that a walk is to see for certain, each under who comes to
// it: those that no link leads to, as a list of contacts before it is taken over and the
// page of a helper at the door, and those that are another page in another state.
export async function setScene(browser, demo, storage) {
  const open = async (who) => (await openContext(browser, { lang: 'fr', storage: storage[who], scripts: true })).newPage()
  const [convener, facilitator, member] = [await open('convener'), await open('facilitator'), await open('member')]
  const process = `${demo.base}/fr${invented}`
  const at = await meetingsOf(convener, demo.base)
  const alone = { stranger: ['/code'], member: [], facilitator: [], convener: [] }
  for (const key of Object.keys(at)) at[key] = demo.base + at[key]

  await tidy(convener, demo.base, alone)
  await invite(convener, process, alone)
  alone.stranger.push(await linkInLetter(convener, demo.base, 'offers'))
  await send(member, `${process}/missing`, '/missing', { voice: 'Locataires des foyers', why: 'Le compteur est au nom du bailleur.', name: 'Ada Morel (simulée)', organization: 'Foyer du Port', address: 'ada.morel@mareola.example' })
  await meet(member, facilitator, convener, at, alone)
  const ballot = await vote(member, convener, process, at)
  alone.stranger.push(await linkInLetter(convener, demo.base, 'vote'))
  await write(member, convener, at)
  for (const who of ['member', 'convener']) {
    for (const key of ['played', 'today', 'first', 'next']) {
      const meeting = at[key].replace(`${demo.base}/fr`, '')
      alone[who].push(meeting, `${meeting}/minutes`, `${meeting}/hall`, `${meeting}/breakouts`)
    }
    alone[who].push(ballot)
  }
  alone.facilitator.push(ballot)
  const today = at.today.replace(`${demo.base}/fr`, '')
  for (const rest of ['hall/desk', 'board', 'door', 'projector']) alone.convener.push(`${today}/${rest}`)
  await Promise.all([convener, facilitator, member].map((page) => page.context().close()))
  return alone
}

// linkInLetter waits until a letter with a link of a kind has been sent, for letters are
// written after the act that they tell of.
async function linkInLetter(page, base, kind) {
  for (let tries = 0; tries < 100; tries++) {
    await page.goto(`${base}/fr/outbox`)
    const link = page.locator(`main a[href*="/${kind}/"]`).first()
    if (await link.count()) return new URL(await link.evaluate((a) => a.href)).pathname.slice(3)
    await page.waitForTimeout(100)
  }
  throw new Error(`no letter leads to /${kind}/`)
}

// tidy leaves a pair of statements that are alike and one that was merged.
async function tidy(page, base, alone) {
  const conversation = '/conversations/ma-conversation-meters'
  await send(page, `${base}/fr${conversation}/seed`, '/seed', {
    'lines.fr': 'Chaque relevé est affiché à la mairie.\nLes relevés sont affichés à la mairie.\nLe quai du bac reçoit une borne.\nLe quai du bac reçoit une borne neuve.',
  })
  const first = async (part) => new URL(await page.locator(`main a[href*="${part}"]`).first().evaluate((a) => a.href)).pathname.slice(3)
  const query = async (part) => page.locator(`main a[href*="${part}"]`).first().evaluate((a) => new URL(a.href).search)
  await page.goto(`${base}/fr${conversation}/duplicates`)
  await send(page, `${base}/fr${await first('/merge?')}${await query('/merge?')}`, '/merge')
  const split = await first('/split')
  const merge = await first('/merge?')
  alone.convener.push(`${conversation}/duplicates`, merge, `${merge}${await query('/merge?')}`, split)
  alone.stranger.push(split.replace('/split', ''))
}

async function invite(page, process, alone) {
  const person = { lang: 'fr', stakeholder_group: 'ma-users', organization: 'Association des usagers du Bas-Sorel (simulée)' }
  await send(page, `${process}/contacts/new`, '/contacts/new', { ...person, name: 'Awa Tolmen (simulée)', address: 'awa.tolmen@mareola.example', interest: 'Factures des petits abonnés' })
  const list = await send(page, `${process}/contacts/import`, '/contacts/import', {
    list: 'nom,courriel,organisation\nAwa Tolmen (simulée),awa.tolmen@mareola.example,Usagers\nLéa Quin (simulée),lea.quin@mareola.example,Usagers\nSans adresse,pas une adresse,Usagers\n',
  })
  alone.convener.push(list.slice(3))
  const letter = { 'subject.fr': 'Venez à la deuxième plénière', 'subject.en': 'Come to the second plenary', 'text.fr': 'Votre voix manque.\n\nVenez.', 'text.en': 'Your voice is missing.\n\nPlease come.' }
  alone.convener.push((await send(page, `${process}/campaigns/new`, '/campaigns/new', letter)).slice(3))
  const sent = await send(page, `${process}/campaigns/new`, '/campaigns/new', { ...letter, 'subject.fr': 'Rappel de la plénière' })
  await send(page, new URL(`${sent}/send`, page.url()).href, '/send')
  await send(page, `${process}/contacts/new`, '/contacts/new', { ...person, name: 'Jo Ferrand (simulé)', address: 'jo.ferrand@mareola.example' })
}

// meet fills the meeting of today: the member has chosen a breakout, noted an idea and
// answered what the hall was asked, the facilitator has only checked in.
async function meet(member, facilitator, convener, at, alone) {
  await send(member, `${at.next}/register`, '/register')
  for (const page of [member, facilitator]) await send(page, `${at.today}/check-in`, '/check-in', { 'stakeholder-group': 'ma-users' })
  const room = `${at.today}/breakouts/ma-r-b2`
  await send(member, `${at.today}/breakouts`, '/breakouts', { breakout: 'ma-r-b2' })
  await send(member, room, '/points', { text: 'Une réponse écrite sous dix jours.' })
  await send(convener, room, '/rapporteurs')
  await send(convener, `${at.today}/hall/desk`, '/desk/temperature', { 'question.fr': 'Ce délai vous convient-il ?', 'question.en': 'Does this delay suit you?' })
  await send(convener, `${at.today}/hall/desk`, '/desk/decide', { 'text.fr': 'La réclamation suspend la facture.', 'text.en': 'A complaint suspends the bill.' })
  await send(convener, `${at.today}/hall/desk`, '/desk/park', { 'matter.fr': 'Qui paie la contre-visite ?', 'matter.en': 'Who pays for the second visit?' })
  await send(convener, `${at.today}/door`, '/door/helpers', { name: 'Mia (simulée)' })
  alone.stranger.push(new URL(await convener.locator('#helper-link').inputValue()).pathname.slice(3))
}

// vote opens a ballot on the board of today, with a letter to members who are absent,
// and has the member vote.
async function vote(member, convener, process, at) {
  await send(convener, `${process}/priorities`, '/priorities', { absent: 'on' })
  const closes = new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString().slice(0, 16)
  await send(convener, `${at.today}/board/ballot`, '/board/ballot', { 'title.fr': 'Que garder ?', 'title.en': 'What to keep?', absent: 'on', closes })
  const ballot = new URL(await convener.locator('a[href*="/ballots/"]').first().evaluate((a) => a.href)).pathname
  await send(member, new URL(ballot, convener.url()).href, ballot, { m0: '1' })
  return ballot.slice(3)
}

// write leaves one meeting with a draft of its minutes, one with minutes that wait for
// corrections and have one, one with published minutes that were corrected since.
async function write(member, convener, at) {
  for (const meeting of [at.played, at.first, at.today]) await send(convener, `${meeting}/minutes`, '/minutes')
  await send(convener, `${at.today}/minutes/circulate`, '/circulate')
  await send(member, `${at.today}/minutes`, '/corrections', { correction: 'Le point deux a duré dix minutes.' })
  await send(convener, `${at.first}/minutes/circulate`, '/circulate')
  await send(convener, `${at.first}/minutes/approve`, '/approve')
  await send(convener, `${at.first}/minutes/publish`, '/publish')
  await send(convener, `${at.first}/minutes/errata`, '/errata', { 'text.fr': 'La salle était la salle B.', 'text.en': 'The room was room B.' })
}
