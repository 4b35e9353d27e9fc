package meetingweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// partPage is the form for what a point, a breakout or an outcome rests on.
type partPage struct {
	web.Page
	Place    processweb.Place
	Whole    process.Whole
	Meeting  meeting.Meeting
	Part     ref.ID
	Evidence evidence.Evidence // as typed
	Name     lang.Text
	Version  int
	Faults   web.Faults
	Act      ui.Hidden
}

// partFields are the fields of an item that sources can disagree on or leave out.
var partFields = map[string][]string{
	"agenda": {"title", "day", "start-time", "kind", "presenters"}, "breakouts": {"title", "question", "report-back"}, "outcomes": {"text"},
}

func (f face) part(a *web.Ask) error {
	m, w, err := f.writable(a)
	if err != nil {
		return err
	}
	e := m.Part(a.ID("part"))
	if e == nil {
		return fault.New(fault.NotFound, "", "meeting.part.unknown")
	}
	return a.Render(partEditor(f.partPage(a, w, m, *e, m.Version, web.Faults{})))
}

func (f face) setPart(a *web.Ask) error {
	m, w, err := f.writable(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	in, version := m.Programme.Clone(), form.Int("version")
	e := in.Part(a.ID("part"))
	if e == nil {
		return fault.New(fault.NotFound, "", "meeting.part.unknown")
	}
	*e = processweb.ReadEvidence(form, *e, w.Languages)
	if _, err := f.meetings.SetProgramme(a.Ctx(), a.Who, m.ID, in, version); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if fs.Conflict() {
				m, version = f.now(a, m)
			}
			return partEditor(f.partPage(a, w, m, *e, version, fs))
		})
	}
	return a.GoDone(m.Path()+"/programme", "meeting.done.programme")
}

func (f face) partPage(a *web.Ask, w process.Whole, m meeting.Meeting, e evidence.Evidence, version int, faults web.Faults) partPage {
	at := editorPlace(a, w, m)
	at.Title.Trail = append(at.Title.Trail, a.Crumb(a.T("meeting.programme.title"), m.Path()+"/programme"))
	id := a.ID("part")
	_, name := named(m.Programme, id)
	at.Title.Title, at.Title.Small = a.T("meeting.part.title"), true
	at.Title.Kicker = a.Plain(name, 100)
	return partPage{
		Page: at.Page(a, at.Title.Title), Place: at, Whole: w, Meeting: m, Part: id, Evidence: e, Name: name, Version: version,
		Faults: faults, Act: web.NewAct(),
	}
}

// named returns the list in which an item stands and what it is called.
func named(p meeting.Programme, id ref.ID) (string, lang.Text) {
	for _, it := range p.Agenda {
		if it.ID == id {
			return "agenda", it.Title
		}
	}
	if b, ok := p.Breakout(id); ok {
		return "breakouts", b.Title
	}
	for _, o := range p.Outcomes {
		if o.ID == id {
			return "outcomes", o.Text
		}
	}
	return "", lang.Text{}
}

func (p partPage) form() processweb.EvidenceForm {
	list, _ := named(p.Meeting.Programme, p.Part)
	return processweb.EvidenceForm{
		Room: "meeting", Fields: partFields[list], Sources: p.Whole.Sources, Evidence: p.Evidence, Languages: p.Whole.Languages, Faults: p.Faults,
	}
}

// stored is what the part rests on now.
func (p partPage) stored() evidence.Evidence {
	if e := p.Meeting.Part(p.Part); e != nil {
		return *e
	}
	return evidence.Evidence{}
}

// evidenceOutline writes down what a thing rests on.
func evidenceOutline(say web.Speaker, e evidence.Evidence) string {
	s := &sheet{Speaker: say}
	s.evidence(e)
	return s.String()
}
