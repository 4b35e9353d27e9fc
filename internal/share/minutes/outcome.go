package minutes

import (
	"strings"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/hall"
	"penc/internal/gather/invitation"
	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// decisions writes what was decided, under which rules, and how many were there.
func (p *pen) decisions() {
	for _, d := range p.Decisions {
		text := p.said(d.Text)
		if d.Struck {
			p.item(p.T("minutes.text.struck", "text", text, "reason", p.said(d.Reason)))
			continue
		}
		text = "**" + text + "**"
		if it, ok := p.itemOf(d.Item); ok {
			text += " " + p.T("minutes.text.decided-at", "item", it, "time", p.at(d.At))
		} else {
			text += " " + p.T("minutes.text.decided", "time", p.at(d.At))
		}
		if in := p.force(d); in != "" {
			text += " " + in
		}
		if there := p.Present[d.ID]; there != "" {
			text += " " + p.T("minutes.text.there", "count", p.count(there))
		}
		p.item(text)
	}
	p.end()
}

// count puts a figure of a snapshot into words: "~80" is about eighty, "few" is
// fewer than five.
func (p *pen) count(figure string) string {
	if n, ok := strings.CutPrefix(figure, "~"); ok {
		return p.T("minutes.text.about", "count", n)
	}
	return p.T("minutes.text.few")
}

func (p *pen) itemOf(id ref.ID) (string, bool) {
	it, ok := hall.Item(p.Meeting, id)
	if !ok {
		return "", false
	}
	return p.said(it.Title), true
}

// force names the versions of rules that were in force, with links to them.
func (p *pen) force(d hall.Decision) string {
	var parts []string
	for _, r := range []struct {
		kind process.RulesKind
		rule hall.Rule
	}{{process.GroundRules, d.GroundRules}, {process.ConsensusPolicy, d.Policy}} {
		if r.rule.Number > 0 {
			name := p.T("minutes.text.rule."+string(r.kind), "n", p.Number(r.rule.Number))
			parts = append(parts, p.link(name, p.Whole.Path()+"/rules#"+string(r.rule.ID)))
		}
	}
	if len(parts) == 0 {
		return p.T("minutes.text.no-rules")
	}
	return p.T("minutes.text.in-force", "rules", strings.Join(parts, ", "))
}

// priorities writes what each ballot chose and how it was counted.
func (p *pen) priorities() {
	for _, r := range p.Results {
		title := p.said(r.Ballot.Title)
		if title == "" {
			title = p.T("minutes.text.ballot")
		}
		p.WriteString("### " + p.link(title, priority.BallotPath(r.Ballot.ID)) + "\n\n")
		if r.Outcome.Voted < opinion.SmallGroup {
			p.line("text.counted-few", "rule", p.rule(r.Outcome.Rule))
		} else {
			p.line("text.counted", "n", r.Outcome.Voted, "count", p.Number(r.Outcome.Voted), "rule", p.rule(r.Outcome.Rule))
		}
		if r.Outcome.Refused != "" {
			p.line("text.refused")
			continue
		}
		for i, w := range r.Outcome.Winners {
			if it, ok := p.Board.Item(w); ok {
				p.WriteString(p.Number(i+1) + ". " + p.said(it.Words) + "\n")
			}
		}
		p.end()
		if c := r.Outcome.Certificate; c != nil && c.Holds {
			p.line("text.certificate", "axiom", c.Axiom)
		} else if c != nil {
			p.line("text.no-certificate", "axiom", c.Axiom)
		}
	}
	if aside := p.Board.In(priority.Aside); len(aside) > 0 {
		p.line("text.aside")
		for _, it := range aside {
			p.item(p.said(it.Words))
		}
		p.end()
	}
}

func (p *pen) rule(name string) string {
	if key := "priority.rule." + name; p.Has(key) {
		return p.T(key)
	}
	return name
}

// parked writes the parking list with what became of each matter.
func (p *pen) parked() {
	for _, m := range p.Parked {
		text := p.said(m.Text)
		if m.Fate != hall.StillParked {
			key := "minutes.text.fate." + string(m.Fate)
			text += " " + p.T(key)
		}
		if !m.Reason.Empty() {
			text += " " + p.T("minutes.text.because", "reason", p.said(m.Reason))
		}
		p.item(text)
	}
	p.end()
}

// missing writes which voices were named as missing: how many, and those that
// somebody has taken on.
func (p *pen) missing() {
	if len(p.Referrals) == 0 {
		return
	}
	p.line("text.named", "n", len(p.Referrals), "count", p.Number(len(p.Referrals)))
	for _, r := range p.Referrals {
		if r.Stand != invitation.JustNamed && r.Stand != invitation.NotPursued && r.Voice != "" {
			p.item(plain(r.Voice))
		}
	}
	p.end()
}

// materials leads to the documents and the recording.
func (p *pen) materials() {
	for _, t := range p.Materials {
		name, _ := t.Name.In(p.lang)
		p.item(p.link(plain(name), t.Path))
	}
	p.end()
	if !p.Meeting.Recording.Empty() {
		words, _ := p.Meeting.Recording.In(p.lang)
		p.line("text.recording", "recording", words)
	}
}
