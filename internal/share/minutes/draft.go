package minutes

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/hall"
	"penc/internal/gather/invitation"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/opinion"
)

// A Tongue says things in one language, in the time zone of a meeting.
type Tongue interface {
	T(key string, parts ...any) string
	Has(key string) bool
	Number(n int) string
	Span(when.Span) string
	Date(when.Date) string
	Clock(time.Time) string
}

// Tongues returns a tongue of a language.
type Tongues func(lang.Tag) Tongue

// A Thing is something that minutes lead to: a document, a page.
type Thing struct {
	Name lang.Text
	Path string // without the language, or a whole address
}

// Noted is everything that the rooms below have noted of a meeting, as anybody may
// see it.
type Noted struct {
	Whole         process.Whole
	Meeting       meeting.Meeting
	Zone          *time.Location
	Hall          hall.Hall
	Items         []hall.ItemTime
	Attendance    attendance.Public
	Organizations []lang.Text // of those present, where they are named
	Rooms         []breakout.Room
	Temperatures  []hall.Temperature
	Decisions     []hall.Decision
	Parked        []hall.Parked
	Board         priority.Board
	Results       []priority.Result
	Referrals     []invitation.Referral // named in this meeting
	Present       map[ref.ID]string     // at each decision and ballot: "about 80", by tongue's own words
	Materials     []Thing
}

// sections are the sections that are drawn, in their order.
var sections = []struct {
	id   ref.ID
	draw func(*pen)
}{
	{"meeting", (*pen).meeting},
	{"presence", (*pen).presence},
	{"agenda", (*pen).agenda},
	{"breakouts", (*pen).breakouts},
	{"temperatures", (*pen).temperatures},
	{"decisions", (*pen).decisions},
	{"priorities", (*pen).priorities},
	{"parked", (*pen).parked},
	{"missing", (*pen).missing},
	{"materials", (*pen).materials},
}

// Draft draws the sections of the minutes of a meeting in every language of the
// interface. Sections for which nothing was noted are left out.
func Draft(n Noted, tongues Tongues) []Section {
	var out []Section
	from := n.Whole.From()
	for i, s := range sections {
		title, text := map[lang.Tag]string{}, map[lang.Tag]string{}
		for _, l := range lang.Interface {
			p := &pen{Noted: n, Tongue: tongues(l), lang: l}
			s.draw(p)
			title[l], text[l] = p.T("minutes.section."+string(s.id)), strings.TrimSpace(p.String())
		}
		if drawn := lang.Of(from, text); !drawn.Empty() {
			out = append(out, Section{ID: s.id, Place: i + 1, Title: lang.Of(from, title), Text: drawn, Drawn: drawn})
		}
	}
	return out
}

// A pen writes one section in one language, as Markdown.
type pen struct {
	Noted
	Tongue
	strings.Builder
	lang lang.Tag
}

// line writes a paragraph, and item an entry of a list.
func (p *pen) line(key string, parts ...any) { p.WriteString(p.T("minutes."+key, parts...) + "\n\n") }

func (p *pen) item(text string) { p.WriteString("- " + text + "\n") }

// end closes a list.
func (p *pen) end() { p.WriteString("\n") }

// said returns a text in the pen's language, or in its own with a word that says
// so, on one line and as plain words.
func (p *pen) said(t lang.Text) string {
	words, l := t.In(p.lang)
	words = plain(words)
	if l != p.lang && words != "" {
		return p.T("minutes.foreign", "text", words, "language", p.T("web.language-name."+string(l)))
	}
	return words
}

// escape keeps words that people typed from becoming Markdown.
var escape = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", `\<`, "#", `\#`, "|", `\|`, "~", `\~`)

func plain(words string) string { return escape.Replace(strings.Join(strings.Fields(words), " ")) }

func (p *pen) at(t time.Time) string { return p.Clock(t.In(p.Zone)) }

func (p *pen) group(id ref.ID) string {
	if g, ok := p.Whole.Group(id); ok {
		return p.said(g.Title)
	}
	return p.T("minutes.no-group")
}

// link returns a Markdown link to a page of the site, in the pen's language.
func (p *pen) link(label, path string) string {
	if strings.HasPrefix(path, "/") {
		path = "/" + string(p.lang) + path
	}
	return fmt.Sprintf("[%s](<%s>)", label, path)
}

// meeting writes when and where it was.
func (p *pen) meeting() {
	m := p.Meeting
	p.line("text.date", "date", p.Span(m.Dates))
	if !p.Hall.Opened.IsZero() {
		if p.Hall.Ended.IsZero() {
			p.line("text.opened", "from", p.at(p.Hall.Opened))
		} else {
			p.line("text.lasted", "from", p.at(p.Hall.Opened), "to", p.at(p.Hall.Ended))
		}
	}
	if w := m.Where; w != nil {
		var parts []string
		for _, t := range []lang.Text{w.Venue, w.City} {
			if !t.Empty() {
				parts = append(parts, p.said(t))
			}
		}
		if len(parts) > 0 {
			p.line("text.place", "place", strings.Join(parts, ", "))
		}
	}
	if m.Mode != "" {
		p.line("text.mode." + string(m.Mode))
	}
	if m.Facilitator != "" {
		p.line("text.facilitator", "name", p.person(m.Facilitator))
	}
	if !m.Theme.Empty() {
		p.line("text.theme", "theme", p.said(m.Theme))
	}
}

// person returns the name of somebody of the process, or the plain name.
func (p *pen) person(name string) string {
	if who, ok := p.Whole.Person(ref.ID(name)); ok {
		return plain(who.FullName)
	}
	return plain(name)
}

// presence writes who was there, in the degree that the process chose.
func (p *pen) presence() {
	a := p.Attendance
	if a.People == 0 && !a.Hidden {
		return
	}
	if a.Hidden {
		p.line("text.few-present")
	} else {
		p.line("text.present", "n", a.People, "count", p.Number(a.People))
	}
	hidden := 0
	for _, m := range a.Modes {
		switch {
		case m.Hidden:
			hidden++
		case m.People > 0:
			p.item(p.T("minutes.text.by-mode."+string(m.Mode), "n", m.People, "count", p.Number(m.People)))
		}
	}
	p.end()
	if slices.ContainsFunc(a.Groups, func(g attendance.GroupCount) bool { return !g.Hidden && g.People > 0 }) {
		p.line("text.spoke-for")
	}
	for _, g := range a.Groups {
		switch {
		case g.Hidden:
			hidden++
		case g.People > 0:
			p.item(p.T("minutes.text.of-group", "group", p.group(g.Group), "n", g.People, "count", p.Number(g.People)))
		}
	}
	p.end()
	if hidden > 0 {
		p.line("text.not-shown")
	}
	if len(p.Organizations) > 0 || len(a.Written) > 0 {
		var names []string
		for _, o := range p.Organizations {
			names = append(names, p.said(o))
		}
		for _, o := range a.Written {
			names = append(names, plain(o))
		}
		p.line("text.organizations", "names", strings.Join(names, ", "))
	}
	if len(a.Names) > 0 {
		var names []string
		for _, name := range a.Names {
			names = append(names, plain(name))
		}
		p.line("text.names", "names", strings.Join(names, ", "))
	}
}

// agenda writes the points as they went, then those that were not reached.
func (p *pen) agenda() {
	times := map[ref.ID][]hall.Run{}
	for _, it := range p.Items {
		times[it.Item] = it.Runs
	}
	for _, it := range p.Meeting.Agenda {
		text := "**" + p.said(it.Title) + "**"
		if runs := times[it.ID]; len(runs) > 0 {
			var spans []string
			for _, r := range runs {
				if r.Ended.IsZero() {
					spans = append(spans, p.at(r.Began))
				} else {
					spans = append(spans, p.at(r.Began)+"–"+p.at(r.Ended))
				}
			}
			text += " " + p.T("minutes.text.went", "times", strings.Join(spans, ", "))
		} else if len(p.Items) > 0 {
			text += " " + p.T("minutes.text.not-reached")
		} else if it.Start != "" {
			text += " " + p.T("minutes.text.planned", "time", it.Start)
		}
		if len(it.Presenters) > 0 {
			var names []string
			for _, who := range it.Presenters {
				names = append(names, p.person(who))
			}
			text += " " + p.T("minutes.text.presented", "names", strings.Join(names, ", "))
		}
		p.item(text)
	}
	p.end()
}

// breakouts writes what each room reported.
func (p *pen) breakouts() {
	some := false
	for _, r := range p.Rooms {
		some = some || r.People > 0 || r.Report != nil || !r.Breakout.ReportBack.Empty()
	}
	if !some {
		return
	}
	for _, r := range p.Rooms {
		p.WriteString("### " + p.said(r.Breakout.Title) + "\n\n")
		if !r.Breakout.Question.Empty() {
			p.line("text.question", "question", p.said(r.Breakout.Question))
		}
		if r.People >= opinion.SmallGroup {
			p.line("text.in-room", "n", r.People, "count", p.Number(r.People))
		}
		if !r.Filed() {
			if !r.Breakout.ReportBack.Empty() {
				p.WriteString(r.Breakout.ReportBack.Words(r.Breakout.ReportBack.Original()) + "\n\n")
			} else {
				p.line("text.no-report")
			}
			continue
		}
		v := r.Report.Standing()
		for _, l := range v.Lines {
			p.item(p.reported(l))
		}
		p.end()
		if !v.Questions.Empty() {
			p.line("text.open-questions")
			words, _ := v.Questions.In(p.lang)
			for q := range strings.Lines(words) {
				if q = plain(q); q != "" {
					p.item(q)
				}
			}
			p.end()
		}
	}
}

// reported is a line of a report-back with who supported it.
func (p *pen) reported(l breakout.Line) string {
	text := p.said(l.Text)
	switch {
	case l.Support > 0 && l.Supporters != "":
		return text + " " + p.T("minutes.text.supported-by", "n", l.Support, "count", p.Number(l.Support), "who", plain(l.Supporters))
	case l.Support > 0:
		return text + " " + p.T("minutes.text.supported", "n", l.Support, "count", p.Number(l.Support))
	case l.Supporters != "":
		return text + " " + p.T("minutes.text.supporters", "who", plain(l.Supporters))
	}
	return text
}

// temperatures writes how people stood; answers of few are not shown.
func (p *pen) temperatures() {
	for _, t := range p.Temperatures {
		if t.IsOpen() {
			continue
		}
		if _, few := t.Readings(); few {
			p.item(p.T("minutes.text.temperature-few", "question", p.said(t.Question)))
			continue
		}
		var steps []string
		for i, n := range t.Steps {
			steps = append(steps, p.T("minutes.text.step", "step", p.T(fmt.Sprintf("hall.step.%s-%d", t.Scale, i+1)), "count", p.Number(n)))
		}
		p.item(p.T("minutes.text.temperature", "question", p.said(t.Question), "n", t.Answers, "count", p.Number(t.Answers), "steps", strings.Join(steps, "; ")))
	}
	p.end()
}
