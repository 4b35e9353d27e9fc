// A small site with known flaws, one to a page, to prove that the suite sees them.
import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

const style = `
body { margin: 1rem; color: #222; background: #fff; font: 1rem/1.5 sans-serif }
a { color: #0b4f8a; display: inline-block; padding: .5rem }
.faint-in-the-dark { color: #333 }
.wide { width: 500px }
.tiny { display: inline-block; width: 12px; height: 12px; padding: 0; border: 0 }
.scroll { overflow-x: auto }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #111 }
  a { color: #9cf }
}`
const hash = createHash('sha256').update(style).digest('base64')
const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self'`

const page = (title, body, lang = 'fr') => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`

const items = Array.from({ length: 9 }, (_, i) => `<li><a href="/fr/items/${i + 1}">Point numéro ${i + 1}</a></li>`).join('')

const pages = {
  '/fr': page('Accueil', `<p>Une page sans défaut.</p><ul>${items}</ul>
    <p><a href="/fr/about">À propos</a> <a href="/fr/about#section">Section</a> <a href="/fr/old">Ancienne page</a>
    <a href="/fr/agenda.ics">Calendrier</a> <a href="/fr/missing">Introuvable</a>
    <a href="/en" hreflang="en">English</a> <a href="https://example.org/">Ailleurs</a>
    <a href="/fr/sign-out">Sortir</a> <a href="mailto:a@example.org">Courriel</a></p>`),
  '/en': page('Home', '<p>Nothing else.</p>', 'en'),
  '/fr/about': page('À propos', '<p>Sans défaut.</p><div class="scroll" tabindex="0"><div class="wide">Large, mais défile.</div></div>'),
  '/fr/unnamed': page('Sans nom', '<button type="button"></button>'),
  '/fr/faint': page('Pâle', '<p class="faint-in-the-dark">Lisible le jour seulement.</p>'),
  '/fr/tiny': page('Minuscule', '<button class="tiny" aria-label="un"></button><button class="tiny" aria-label="deux"></button>'),
  '/fr/wide': page('Large', '<p class="wide">Trop large pour un téléphone.</p>'),
  '/fr/styled': page('Stylé', '<p style="color:red">Un style que la politique refuse.</p>'),
  '/fr/heavy': page('Lourd', '<img src="/noise.png" alt="Du bruit">'),
  '/fr/incomplete': page('Incomplet', '<img src="/nowhere.png" alt="Rien">'),
}
for (let i = 1; i <= 9; i++) pages[`/fr/items/${i}`] = page(`Point ${i}`, '<p><a href="/fr">Accueil</a></p>')

export async function startSite() {
  const asked = []
  const encodings = new Set()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    asked.push(`${request.method} ${pathname}`)
    encodings.add(request.headers['accept-encoding'])
    const send = (status, type, body, more = {}) => {
      response.writeHead(status, { 'content-type': type, 'content-security-policy': policy, ...more })
      response.end(body)
    }
    if (pages[pathname]) return send(200, 'text/html; charset=utf-8', pages[pathname])
    if (pathname === '/fr/old') return send(302, 'text/plain', '', { location: '/fr/about' })
    if (pathname === '/fr/agenda.ics') return send(200, 'text/calendar', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n')
    if (pathname === '/noise.png') return send(200, 'image/png', randomBytes(40_000))
    if (pathname === '/favicon.ico') return send(204, 'image/x-icon', '')
    return send(404, 'text/plain', 'not found')
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://localhost:${server.address().port}`,
    asked,
    encodings,
    stop: () => new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    }),
  }
}
